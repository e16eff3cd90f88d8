package io.cameo.service.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.Scheduler;
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

  private static double shown(SimpleMeterRegistry registry) {
    return registry.get(StorageMetric.CDN_HIT_RATIO.measure().name()).gauge().value();
  }

  private static SimpleMeterRegistry node(
      TestDatabase database, Clock clock, Supplier<Map<String, Double>> question) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    new AskedFigures("cdn-figures", EVERY, question, clock)
        .on(database.dataSource(), registry)
        .gauge(StorageMetric.CDN_HIT_RATIO, "ratio");
    return registry;
  }

  @Test
  void oneNodeAsksEveryNodeShowsAndSilenceIsNoZero() {
    Ahead clock = new Ahead();
    AtomicInteger asked = new AtomicInteger();
    AtomicReference<Map<String, Double>> answer = new AtomicReference<>(Map.of("ratio", 0.75));
    AskedFigures asking =
        new AskedFigures(
            "cdn-figures",
            EVERY,
            () -> {
              asked.incrementAndGet();
              if (answer.get().isEmpty()) {
                throw new IllegalStateException("the vendor answers 403");
              }
              return answer.get();
            },
            clock);
    try (TestDatabase database = TestDatabase.open()) {
      Scheduler scheduler =
          Scheduler.create(database.dataSource())
              .startTasks(asking.task())
              .pollingInterval(Duration.ofMillis(50))
              .build();
      SimpleMeterRegistry other =
          node(
              database,
              clock,
              () -> {
                throw new AssertionError("only the node that has the job asks");
              });
      assertThat(shown(other)).as("before anybody was asked").isNaN();
      scheduler.start();
      try {
        Awaitility.await()
            .until(
                () -> {
                  clock.ahead.updateAndGet(ahead -> ahead.plusSeconds(31));
                  return shown(other) == 0.75;
                });
        assertThat(asked).as("within the time that an answer is good for").hasValue(1);

        answer.set(Map.of());
        scheduler.reschedule(
            com.github.kagkarlsson.scheduler.task.TaskInstanceId.of(
                "cdn-figures", RecurringTask.INSTANCE),
            Instant.now());
        Awaitility.await()
            .until(
                () -> {
                  clock.ahead.updateAndGet(ahead -> ahead.plusSeconds(31));
                  return Double.isNaN(shown(other));
                });
        assertThat(asked.get()).isGreaterThan(1);
      } finally {
        scheduler.stop();
      }
    }
  }

  @Test
  void anAnswerThatIsOldIsNotShownAnyMore() {
    Ahead clock = new Ahead();
    AskedFigures asking = new AskedFigures("cdn-figures", EVERY, () -> Map.of("ratio", 0.5), clock);
    try (TestDatabase database = TestDatabase.open()) {
      Scheduler scheduler =
          Scheduler.create(database.dataSource())
              .startTasks(asking.task())
              .pollingInterval(Duration.ofMillis(50))
              .build();
      SimpleMeterRegistry registry = node(database, clock, Map::of);
      scheduler.start();
      Awaitility.await()
          .until(
              () -> {
                clock.ahead.updateAndGet(ahead -> ahead.plusSeconds(31));
                return shown(registry) == 0.5;
              });
      scheduler.stop();
      clock.ahead.updateAndGet(ahead -> ahead.plus(EVERY.multipliedBy(4)));
      Awaitility.await()
          .until(
              () -> {
                clock.ahead.updateAndGet(ahead -> ahead.plusSeconds(31));
                return Double.isNaN(shown(registry));
              });
    }
  }
}
