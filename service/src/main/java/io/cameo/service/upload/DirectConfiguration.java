package io.cameo.service.upload;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.cameo.service.catalogue.Catalogue;
import io.cameo.service.catalogue.Tickets;
import io.cameo.service.jobs.Job;
import io.cameo.service.limits.UploadLimits;
import io.cameo.storage.IncomingObjects;
import io.cameo.storage.ObjectStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Wires uploads straight to the bucket. */
@Configuration(proxyBeanMethods = false)
class DirectConfiguration {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  @Bean
  TicketCounter ticketCounter(
      DirectSettings settings,
      UploadSettings uploads,
      Tickets tickets,
      UploadGate gate,
      UploadLimits limits,
      Clock clock,
      MeterRegistry metrics) {
    return new TicketCounter(settings, uploads, tickets, gate, limits, clock, metrics);
  }

  @Bean
  DirectWays directWays(
      ObjectStore store,
      Tickets tickets,
      Catalogue catalogue,
      UploadIntake intake,
      MeterRegistry metrics) {
    Optional<IncomingObjects> bucket = store.incoming();
    Optional<TicketPicture> pictures =
        bucket.map(incoming -> new TicketPicture(tickets, incoming, intake.bodies()));
    return new DirectWays(
        bucket,
        pictures.map(from -> new FinishTicket(tickets, catalogue, intake, from, metrics)),
        pictures.map(from -> new PreviewTicket(tickets, intake, from)));
  }

  @Bean(destroyMethod = "close")
  Arrivals arrivals(Tickets tickets, DirectWays ways) {
    return new Arrivals(tickets, ways.finish());
  }

  @Bean
  BucketEvents bucketEvents(JsonMapper json) {
    return new BucketEvents(json);
  }

  @Bean
  RecurringTask<Void> finishArrivedTask(Arrivals arrivals) {
    return Job.FINISH_ARRIVED
        .runs(FixedDelay.of(LOOK_EVERY))
        .execute(
            (instance, context) ->
                arrivals.look(() -> !context.getSchedulerState().isShuttingDown()));
  }
}
