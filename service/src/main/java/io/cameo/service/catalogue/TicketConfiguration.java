package io.cameo.service.catalogue;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.cameo.service.jobs.Job;
import io.cameo.service.observability.PictureMetric;
import io.cameo.storage.ObjectStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires tickets and their clean-up, which goes on when no new tickets are given. */
@Configuration(proxyBeanMethods = false)
class TicketConfiguration {

  @Bean
  Tickets tickets(JdbcClient sql, TransactionTemplate transaction) {
    return new Tickets(sql, transaction);
  }

  private static Optional<TicketReaper> reaper(
      JdbcClient sql, TransactionTemplate transaction, ObjectStore store) {
    return store.incoming().map(incoming -> new TicketReaper(sql, transaction, store, incoming));
  }

  @Bean
  RecurringTask<Void> reapTicketsTask(
      JdbcClient sql,
      TransactionTemplate transaction,
      ObjectStore store,
      CatalogueSettings settings,
      MeterRegistry metrics) {
    Optional<TicketReaper> reaper = reaper(sql, transaction, store);
    return Job.REAP_TICKETS
        .runs(FixedDelay.of(settings.reapEvery()))
        .execute(
            (instance, context) -> {
              BooleanSupplier goOn = () -> !context.getSchedulerState().isShuttingDown();
              reaper.ifPresent(
                  one ->
                      PictureMetric.TICKETS
                          .counter(metrics, "expired")
                          .increment(one.reap(goOn).expired()));
            });
  }

  @Bean
  RecurringTask<Void> sweepIncomingTask(
      JdbcClient sql, TransactionTemplate transaction, ObjectStore store) {
    Optional<TicketReaper> reaper = reaper(sql, transaction, store);
    return Job.SWEEP_INCOMING
        .runs(FixedDelay.of(Duration.ofHours(1)))
        .execute(
            (instance, context) ->
                reaper.ifPresent(
                    one -> one.sweep(() -> !context.getSchedulerState().isShuttingDown())));
  }
}
