package io.cameo.service.jobs;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.cameo.service.observability.Metric;
import io.cameo.service.observability.Remembered;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Figures that only somebody outside can tell. One node asks at intervals, as a job; the answer is
 * kept with the job, and every node shows it. What is not answered is not shown: it is not a
 * number, and never zero.
 */
public final class AskedFigures {

  /** How often each node looks at the answer. */
  private static final Duration BELIEF = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(AskedFigures.class);

  private final String name;
  private final Duration every;
  private final Supplier<Map<String, Double>> question;
  private final Clock clock;
  private final JsonMapper json = JsonMapper.builder().build();
  private final RecurringTask<String> task;

  /**
   * An answer.
   *
   * @param at in seconds of 1970
   * @param figures empty when there was none
   * @param reason why there was none
   */
  private record Kept(long at, Map<String, Double> figures, String reason) {

    static final Kept NOTHING = new Kept(0, Map.of(), "");
  }

  /**
   * @param question bounded in time; may fail, and gives nothing where there is nothing to ask
   */
  public AskedFigures(
      Job job, Duration every, Supplier<Map<String, Double>> question, Clock clock) {
    this.name = job.word();
    this.every = every;
    this.question = question;
    this.clock = clock;
    this.task =
        Tasks.recurring(name, FixedDelay.of(every), String.class)
            .initialData("")
            .executeStateful((instance, context) -> ask(instance.getData()));
  }

  /** The job. */
  public RecurringTask<String> task() {
    return task;
  }

  private String ask(@Nullable String before) {
    Kept kept;
    try {
      kept = new Kept(clock.instant().getEpochSecond(), question.get(), "");
    } catch (RuntimeException silent) {
      String reason = String.valueOf(silent.getMessage());
      if (!reason.equals(read(before).reason())) {
        LOG.warn("{}: {}", name, reason);
      }
      kept = new Kept(clock.instant().getEpochSecond(), Map.of(), reason);
    }
    return json.writeValueAsString(kept);
  }

  private Kept read(@Nullable String text) {
    return text == null || text.isEmpty() ? Kept.NOTHING : json.readValue(text, Kept.class);
  }

  /** Shows figures of this job on this node. */
  public Shown on(DataSource database, MeterRegistry registry) {
    SchedulerClient jobs = SchedulerClient.Builder.create(database, task).build();
    TaskInstanceId row = TaskInstanceId.of(name, RecurringTask.INSTANCE);
    return new Shown(
        registry,
        new Remembered<>(
            name,
            () ->
                fresh(
                    jobs.getScheduledExecution(row)
                        .map(ScheduledExecution::getData)
                        .map(String::valueOf)
                        .orElse("")),
            BELIEF,
            clock));
  }

  /** What an answer says as long as it is not old. */
  private Map<String, Double> fresh(String text) {
    Kept kept = read(text);
    long oldest = clock.instant().minus(every.multipliedBy(3)).getEpochSecond();
    return kept.at() < oldest ? Map.of() : kept.figures();
  }

  /** A node's view of the answer. */
  public static final class Shown {

    private final MeterRegistry registry;
    private final Remembered<Map<String, Double>> answer;

    private Shown(MeterRegistry registry, Remembered<Map<String, Double>> answer) {
      this.registry = registry;
      this.answer = answer;
    }

    /**
     * Shows one figure.
     *
     * @param key of the figure in the answer
     * @param values of the metric's labels
     */
    public Shown gauge(Metric metric, String key, String... values) {
      metric.heldGauge(
          registry,
          answer,
          it -> it.figure(figures -> figures.getOrDefault(key, Double.NaN)),
          values);
      return this;
    }
  }
}
