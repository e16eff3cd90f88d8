package io.cameo.service.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.observability.StorageMetric;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Figures that one node asks for and every node shows. */
@Timeout(60)
class AskedFiguresTest {

  private static final Duration EVERY = Duration.ofMinutes(5);

  /** A clock that goes as the real one does, and can be set forward. */
  private static final class Ahead extends Clock {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    @Override
    public Instant instant() {
      return Instant.now().plus(ahead.get());
    }

    @Override
    public ZoneId getZone() {
      return ZoneId.of("UTC");
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private static TestDatabase database;

  @BeforeAll
  static void open() {
    database = TestDatabase.open();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static double shown(SimpleMeterRegistry registry) {
    return registry.get(StorageMetric.CDN_HIT_RATIO.measure().name()).gauge().value();
  }

  private static SimpleMeterRegistry node(
      Job job, Clock clock, Supplier<Map<String, Double>> question) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    new AskedFigures(job, EVERY, question, clock)
        .on(database.dataSource(), registry)
        .gauge(StorageMetric.CDN_HIT_RATIO, "ratio");
    return registry;
  }

  private static Scheduler started(AskedFigures asking) {
    Scheduler scheduler =
        Scheduler.create(database.dataSource())
            .startTasks(asking.task())
            .pollingInterval(Duration.ofMillis(50))
            .build();
    scheduler.start();
    return scheduler;
  }

  /** A node looks at the answer again when some time has gone by. */
  private static void awaitShown(Ahead clock, SimpleMeterRegistry registry, double figure) {
    Awaitility.await()
        .until(
            () -> {
              clock.ahead.updateAndGet(ahead -> ahead.plusSeconds(31));
              return Double.compare(shown(registry), figure) == 0;
            });
  }

  @Test
  void oneNodeAsksEveryNodeShowsAndSilenceIsNoZero() {
    Ahead clock = new Ahead();
    AtomicInteger asked = new AtomicInteger();
    AtomicReference<Map<String, Double>> answer = new AtomicReference<>(Map.of("ratio", 0.75));
    AskedFigures asking =
        new AskedFigures(
            Job.CDN_FIGURES,
            EVERY,
            () -> {
              asked.incrementAndGet();
              if (answer.get().isEmpty()) {
                throw new IllegalStateException("the vendor answers 403");
              }
              return answer.get();
            },
            clock);
    SimpleMeterRegistry other =
        node(
            Job.CDN_FIGURES,
            clock,
            () -> {
              throw new AssertionError("only the node that has the job asks");
            });
    assertThat(shown(other)).as("before anybody was asked").isNaN();
    Scheduler scheduler = started(asking);
    try {
      awaitShown(clock, other, 0.75);
      assertThat(asked).as("within the time that an answer is good for").hasValue(1);

      answer.set(Map.of());
      scheduler.reschedule(
          TaskInstanceId.of(Job.CDN_FIGURES.word(), RecurringTask.INSTANCE), Instant.now());
      Awaitility.await().until(() -> asked.get() > 1);
      awaitShown(clock, other, Double.NaN);
    } finally {
      scheduler.stop();
    }
  }

  @Test
  void anAnswerThatIsOldIsNotShownAnyMore() {
    Ahead clock = new Ahead();
    SimpleMeterRegistry registry = node(Job.BUCKET_FIGURES, clock, Map::of);
    Scheduler scheduler =
        started(new AskedFigures(Job.BUCKET_FIGURES, EVERY, () -> Map.of("ratio", 0.5), clock));
    awaitShown(clock, registry, 0.5);
    scheduler.stop();

    clock.ahead.updateAndGet(ahead -> ahead.plus(EVERY.multipliedBy(4)));

    awaitShown(clock, registry, Double.NaN);
  }
}
