package io.cameo.service.catalogue;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.cameo.service.database.ChangeBus;
import io.cameo.service.database.Reads;
import io.cameo.service.jobs.Job;
import io.cameo.storage.ObjectStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Wires the catalogue. */
@Configuration(proxyBeanMethods = false)
class CatalogueConfiguration {

  @Bean
  Catalogue catalogue(JdbcClient sql, JsonMapper json) {
    return new Catalogue(sql, new VersionRows(json));
  }

  /** For whoever asks for {@link Lookups}; the catalogue itself is asked for by its own name. */
  @Bean
  @Primary
  Lookups lookups(Reads reads, JsonMapper json) {
    return new ReplicatedLookups(reads, new VersionRows(json));
  }

  @Bean
  AuditTrail auditTrail(JdbcClient sql) {
    return new AuditTrail(sql);
  }

  @Bean
  Identities identities(
      JdbcClient sql,
      TransactionTemplate transaction,
      Reads reads,
      AuditTrail audit,
      ChangeBus bus,
      CdnNotes cdn) {
    return new Identities(sql, transaction, reads, audit, bus, cdn);
  }

  @Bean
  ErasureRecords erasureRecords(JdbcClient sql) {
    return new ErasureRecords(sql);
  }

  @Bean
  TokenUses tokenUses(JdbcClient sql) {
    return new TokenUses(sql);
  }

  @Bean
  VersionChanges versionChanges(
      JdbcClient sql,
      TransactionTemplate transaction,
      JsonMapper json,
      AuditTrail audit,
      CatalogueSettings settings,
      ChangeBus bus,
      Outboxes outboxes) {
    return new VersionChanges(sql, transaction, json, audit, settings, bus, outboxes);
  }

  @Bean
  InfectedVersions infectedVersions(
      JdbcClient sql,
      TransactionTemplate transaction,
      AuditTrail audit,
      CatalogueSettings settings,
      ChangeBus bus,
      CdnNotes cdn) {
    return new InfectedVersions(sql, transaction, audit, settings, bus, cdn);
  }

  @Bean
  Reaper reaper(
      JdbcClient sql,
      TransactionTemplate transaction,
      JsonMapper json,
      Reaper.ObjectDeletion objects,
      CdnNotes cdn) {
    return new Reaper(sql, transaction, json, objects, cdn);
  }

  @Bean
  Reaper.ObjectDeletion objectDeletion(ObjectStore objects) {
    return objects::deleteAll;
  }

  @Bean
  ReaperMetrics reaperMetrics(JdbcClient sql, MeterRegistry metrics, Clock clock) {
    return new ReaperMetrics(sql, metrics, clock);
  }

  @Bean
  MeterBinder storedMetrics(JdbcClient sql, Clock clock) {
    return registry -> StoredFigures.register(sql, clock, registry);
  }

  /** Of all nodes one cleans up at a time; one that is shutting down leaves the rest to others. */
  @Bean
  RecurringTask<Void> reapTask(Reaper reaper, ReaperMetrics metrics, CatalogueSettings settings) {
    return Job.REAP_VERSIONS
        .runs(FixedDelay.of(settings.reapEvery()))
        .execute(
            (instance, context) ->
                metrics.count(reaper.reap(() -> !context.getSchedulerState().isShuttingDown())));
  }
}
