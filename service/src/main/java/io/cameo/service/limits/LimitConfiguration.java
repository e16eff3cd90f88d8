package io.cameo.service.limits;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.cameo.service.database.ChangeBus;
import io.cameo.service.database.ChangeFeed;
import io.cameo.service.jobs.Job;
import io.cameo.service.observability.ServiceMetric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the limits. */
@Configuration(proxyBeanMethods = false)
class LimitConfiguration {

  private static final Duration FORGET_EVERY = Duration.ofMinutes(10);

  /** Holders for whom something may be open before an upload writes it itself. */
  private static final int MOST_OPEN = 10_000;

  @Bean
  LimitBook limitBook(
      LimitSettings settings,
      JdbcClient sql,
      TransactionTemplate transaction,
      Clock clock,
      ChangeBus changes) {
    LimitBook book = new LimitBook(settings, sql, transaction, clock);
    changes.subscribe(ChangeFeed.looking(LimitBook.ANNOUNCEMENT, book::look));
    return book;
  }

  @Bean
  UploadLimits uploadLimits(
      LimitSettings settings,
      LimitBook book,
      DataSource database,
      Clock clock,
      MeterRegistry metrics) {
    UploadLimits limits =
        new UploadLimits(
            settings.on(),
            book,
            new LimitLevels(database, clock),
            clock,
            new Settlements(MOST_OPEN));
    ServiceMetric.LIMITS_REMEMBERED.gauge(metrics, limits, UploadLimits::remembered);
    return limits;
  }

  /** Of the service only: a command counts no uploads, and may have no database. */
  @Bean
  @ConditionalOnWebApplication
  LimitUpkeep limitUpkeep(LimitBook book, UploadLimits limits) {
    return new LimitUpkeep(book, limits);
  }

  /** Of all nodes one forgets at a time. */
  @Bean
  RecurringTask<Void> forgetLimitsTask(UploadLimits limits) {
    return Job.FORGET_LIMITS
        .runs(FixedDelay.of(FORGET_EVERY))
        .execute((instance, context) -> limits.forgetWhoMayAgain());
  }
}
