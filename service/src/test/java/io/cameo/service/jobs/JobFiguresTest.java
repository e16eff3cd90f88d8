package io.cameo.service.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.observability.ServiceMetric;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How late jobs are shown to be. */
@Timeout(60)
class JobFiguresTest {

  @Test
  void aJobOfAReleaseThatWasLeftIsNotLate() {
    try (TestDatabase database = TestDatabase.open()) {
      JdbcClient sql = JdbcClient.create(database.dataSource());
      due(sql, "of-this-release", "2 minutes");
      due(sql, "of-the-release-that-was-left", "3 days");
      SimpleMeterRegistry registry = new SimpleMeterRegistry();
      new JobFigures()
          .jobMetrics(
              sql,
              List.of(
                  Tasks.recurring("of-this-release", FixedDelay.of(Duration.ofHours(1)))
                      .execute((instance, context) -> {})),
              Clock.systemUTC())
          .bindTo(registry);

      Awaitility.await().until(() -> shown(registry, ServiceMetric.JOBS_DUE) == 1);

      assertThat(shown(registry, ServiceMetric.JOBS_LATE)).isBetween(120.0, 3600.0);
    }
  }

  private static void due(JdbcClient sql, String job, String ago) {
    sql.sql(
            """
            insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
            values (:job, 'recurring', now() - cast(:ago as interval), false, 1)
            """)
        .param("job", job)
        .param("ago", ago)
        .update();
  }

  private static double shown(SimpleMeterRegistry registry, ServiceMetric metric) {
    return registry.get(metric.measure().name()).gauge().value();
  }
}
