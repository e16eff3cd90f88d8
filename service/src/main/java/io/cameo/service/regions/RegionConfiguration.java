package io.cameo.service.regions;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.cameo.service.catalogue.VersionInventory;
import io.cameo.service.jobs.Job;
import io.cameo.service.objects.MovingStore;
import io.cameo.service.objects.ObjectSettings;
import io.cameo.service.objects.RegionOutbox;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.regions.RegionalStore;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Wires what keeps regions equal, where there are several. */
@Configuration(proxyBeanMethods = false)
@Conditional(OnReplicas.class)
class RegionConfiguration {

  @Bean
  Replication replication(
      JdbcClient sql,
      TransactionTemplate transaction,
      JsonMapper json,
      ObjectStore objects,
      ObjectSettings settings,
      RegionOutbox outbox,
      MeterRegistry metrics) {
    RegionalStore store = (RegionalStore) MovingStore.configuredIn(objects);
    VersionCopies copies =
        new VersionCopies(
            store, new VersionInventory(sql, json), outbox, settings.regions().replication());
    return new Replication(
        store,
        transaction,
        copies,
        new LateDeletions(sql, outbox),
        new Backfill(sql, settings.regions().names()),
        outbox,
        metrics);
  }

  /** Of all nodes one works at a time. */
  @Bean
  RecurringTask<Void> replicateTask(Replication replication, ObjectSettings settings) {
    return Job.REPLICATE_VERSIONS
        .runs(FixedDelay.of(settings.regions().every()))
        .execute(
            (instance, context) ->
                replication.run(() -> !context.getSchedulerState().isShuttingDown()));
  }
}
