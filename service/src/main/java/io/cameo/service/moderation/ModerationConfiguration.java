package io.cameo.service.moderation;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.cameo.service.catalogue.InfectedVersions;
import io.cameo.service.catalogue.VersionInventory;
import io.cameo.service.jobs.Job;
import io.cameo.service.observability.PictureMetric;
import io.cameo.service.scan.Scanner;
import io.cameo.service.switches.Switch;
import io.cameo.service.switches.SwitchBook;
import io.cameo.storage.ObjectStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Wires what is decided about pictures after they were published. */
@Configuration(proxyBeanMethods = false)
class ModerationConfiguration {

  /** Longest piece of a walk; between two of them other jobs have their turn. */
  private static final Duration PIECE = Duration.ofSeconds(20);

  private static final Duration PAUSE = Duration.ofSeconds(10);

  @Bean
  MasterRescan masterRescan(
      Scanner scanner,
      JdbcClient sql,
      JsonMapper json,
      ObjectStore objects,
      InfectedVersions infected) {
    return new MasterRescan(
        scanner,
        new Walks(sql),
        new SetAside(sql),
        new VersionInventory(sql, json),
        objects,
        infected);
  }

  /** Of all nodes one scans at a time; one that is shutting down leaves the rest to others. */
  @Bean
  RecurringTask<Void> rescanTask(
      MasterRescan rescan,
      RescanSettings settings,
      MeterRegistry metrics,
      Clock clock,
      SwitchBook switches) {
    return Job.RESCAN_MASTERS
        .runs(FixedDelay.of(PAUSE))
        .execute(
            (instance, context) -> {
              Instant end = clock.instant().plus(PIECE);
              settings
                  .every()
                  .ifPresent(
                      every ->
                          count(
                              metrics,
                              rescan.walk(
                                  every,
                                  () ->
                                      clock.instant().isBefore(end)
                                          && switches.isOn(Switch.PROCESSING)
                                          && !context.getSchedulerState().isShuttingDown())));
            });
  }

  private static void count(MeterRegistry metrics, Walks.Tally tally) {
    PictureMetric.RESCANS.counter(metrics, "clean").increment(tally.clean());
    PictureMetric.RESCANS.counter(metrics, "infected").increment(tally.infected());
    PictureMetric.RESCANS.counter(metrics, "unread").increment(tally.unread());
  }
}
