package io.cameo.service.jobs;

import com.github.kagkarlsson.scheduler.task.Task;
import io.cameo.service.observability.Remembered;
import io.cameo.service.observability.ServiceMetric;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Shows how long jobs that are due have waited for a node to take them. Jobs of another release,
 * which stay in the table after a way back to this one, are none of this one's.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class JobFigures {

  private static final Duration BELIEF = Duration.ofSeconds(15);

  private record Waiting(double jobs, double seconds) {}

  @Bean
  MeterBinder jobMetrics(JdbcClient sql, List<Task<?>> tasks, Clock clock) {
    List<String> known = tasks.stream().map(Task::getName).toList();
    Remembered<Waiting> waiting =
        new Remembered<>("late-jobs", () -> ask(sql, known), BELIEF, clock);
    return registry -> {
      ServiceMetric.JOBS_DUE.heldGauge(registry, waiting, it -> it.figure(Waiting::jobs));
      ServiceMetric.JOBS_LATE.heldGauge(registry, waiting, it -> it.figure(Waiting::seconds));
    };
  }

  private static Waiting ask(JdbcClient sql, List<String> known) {
    return sql.sql(
            """
            select count(*) as jobs,
              coalesce(extract(epoch from now() - min(execution_time)), 0) as seconds
            from scheduled_tasks where not picked and execution_time < now() and task_name in (:known)
            """)
        .param("known", known)
        .query((row, index) -> new Waiting(row.getDouble("jobs"), row.getDouble("seconds")))
        .single();
  }
}
