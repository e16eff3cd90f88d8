package io.cameo.service.renditions;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.cameo.image.Form;
import io.cameo.service.catalogue.Additions;
import io.cameo.service.catalogue.Outboxes;
import io.cameo.service.database.ChangeBus;
import io.cameo.service.imaging.BackgroundWorkers;
import io.cameo.service.imaging.FormatSettings;
import io.cameo.service.imaging.ImagingSettings;
import io.cameo.service.jobs.Job;
import io.cameo.service.limits.UploadLimits;
import io.cameo.service.observability.PictureMetric;
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
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Wires what is made after an upload was answered. */
@Configuration(proxyBeanMethods = false)
class RenditionConfiguration {

  /** Longest piece of work; between two of them other jobs have their turn. */
  private static final Duration PIECE = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  @Bean
  Additions additions(
      JdbcClient sql,
      TransactionTemplate transaction,
      JsonMapper json,
      Outboxes copies,
      ChangeBus bus,
      UploadLimits limits) {
    return new Additions(sql, transaction, json, copies, bus, limits::quota);
  }

  @Bean
  FormatJob formatJob(
      Additions additions,
      ObjectStore objects,
      BackgroundWorkers workers,
      ImagingSettings imaging,
      FormatSettings formats,
      MeterRegistry metrics) {
    // Where nothing is made, rows of nodes that make something may be due for ever.
    PictureMetric.FORMATS_DUE.gauge(
        metrics, additions, all -> formats.forms().isEmpty() ? 0 : all.longestWait());
    return new FormatJob(
        additions,
        new RenditionMaker(objects, additions, workers),
        Rerender.wanted(imaging, formats).only(Form.LATER),
        workers,
        formats.workers(),
        metrics);
  }

  /** Lanes of the whole cluster: a node takes as many as it has workers. */
  @Bean
  RecurringTask<Void> firstFormatLane(FormatJob job, Clock clock, SwitchBook switches) {
    return lane(Job.MAKE_FORMATS_1, job, clock, switches);
  }

  @Bean
  RecurringTask<Void> secondFormatLane(FormatJob job, Clock clock, SwitchBook switches) {
    return lane(Job.MAKE_FORMATS_2, job, clock, switches);
  }

  @Bean
  RecurringTask<Void> thirdFormatLane(FormatJob job, Clock clock, SwitchBook switches) {
    return lane(Job.MAKE_FORMATS_3, job, clock, switches);
  }

  private static RecurringTask<Void> lane(
      Job one, FormatJob job, Clock clock, SwitchBook switches) {
    return one.runs(FixedDelay.of(PAUSE))
        .execute(
            (instance, context) -> {
              Instant end = clock.instant().plus(PIECE);
              job.work(
                  () ->
                      clock.instant().isBefore(end)
                          && switches.isOn(Switch.PROCESSING)
                          && !context.getSchedulerState().isShuttingDown());
            });
  }
}
