package io.cameo.service.imaging;

import io.cameo.image.vips.LibvipsFile;
import io.cameo.image.worker.PoolOptions;
import io.cameo.image.worker.PoolStatus;
import io.cameo.image.worker.Recycling;
import io.cameo.image.worker.WorkerClasspath;
import io.cameo.image.worker.WorkerCommand;
import io.cameo.image.worker.WorkerLimits;
import io.cameo.image.worker.WorkerListener;
import io.cameo.image.worker.WorkerPool;
import io.cameo.service.observability.PictureMetric;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.ToIntFunction;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the workers. */
@Configuration(proxyBeanMethods = false)
class ImagingConfiguration {

  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration DRAIN = Duration.ofSeconds(15);

  @Bean
  SandboxWatch sandboxWatch(MeterRegistry metrics) {
    return new SandboxWatch(metrics);
  }

  /** Of the service only: a command that starts no worker does not wait for one. */
  @Bean
  @ConditionalOnWebApplication
  SandboxGuard sandboxGuard(SandboxWatch watch, ImagingSettings settings) {
    boolean required = settings.sandbox() == ImagingSettings.Sandbox.REQUIRED;
    return new SandboxGuard(watch, required, START_TIMEOUT);
  }

  @Bean(destroyMethod = "close")
  WorkerPool workerPool(ImagingSettings settings, SandboxWatch sandbox, MeterRegistry metrics)
      throws IOException {
    WorkerPool pool = pool(settings, new WorkerJournal(metrics, sandbox));
    gauge(pool, metrics, "starting", PoolStatus::starting);
    gauge(pool, metrics, "idle", PoolStatus::idle);
    gauge(pool, metrics, "busy", PoolStatus::busy);
    PictureMetric.PICTURES_QUEUED.gauge(metrics, pool, p -> p.status().queued());
    return pool;
  }

  /** The workers of the settings; they start in the background. */
  static WorkerPool pool(ImagingSettings settings, WorkerListener listener) throws IOException {
    Path runtime = settings.data().resolve("runtime");
    Path folder = Files.createDirectories(runtime.resolve("worker"));
    WorkerCommand command =
        new WorkerCommand(
            WorkerCommand.ownJava(),
            WorkerClasspath.locate(runtime),
            LibvipsFile.locate(runtime),
            folder,
            limits(settings),
            settings.confinement());
    ImagingSettings.Workers workers = settings.workers();
    PoolOptions options =
        new PoolOptions(
            workers.count(),
            workers.queue(),
            workers.patience(),
            workers.deadline(),
            START_TIMEOUT,
            Recycling.defaults(),
            DRAIN);
    return new WorkerPool(command, options, listener);
  }

  /** The usual ones, and more direct memory where larger uploads are taken. */
  private static WorkerLimits limits(ImagingSettings settings) {
    WorkerLimits usual = WorkerLimits.defaults();
    int picture = (int) Math.max(usual.pictureBytes(), settings.maxBytes());
    return new WorkerLimits(
        picture, usual.replyBytes(), usual.heapMebibytes(), settings.workers().niceness());
  }

  private static void gauge(
      WorkerPool pool, MeterRegistry metrics, String state, ToIntFunction<PoolStatus> count) {
    PictureMetric.WORKERS.gauge(metrics, pool, p -> count.applyAsInt(p.status()), state);
  }

  /** One for each lane of the background, in which no request ever waits. */
  @Bean
  BackgroundWorkers backgroundWorkers(ImagingSettings settings, FormatSettings formats) {
    return new BackgroundWorkers(settings, formats.workers());
  }

  @Bean
  Imaging imaging(WorkerPool workers, ImagingSettings settings) {
    return new Imaging(workers, settings.output());
  }

  /** Ready means that a picture would find a worker. */
  @Bean
  HealthIndicator workersHealthIndicator(WorkerPool workers, SandboxWatch sandbox) {
    return () -> {
      PoolStatus status = workers.status();
      Health.Builder health =
          status.idle() + status.busy() > 0 ? Health.up() : Health.outOfService();
      return health
          .withDetail("idle", status.idle())
          .withDetail("busy", status.busy())
          .withDetail("starting", status.starting())
          .withDetail("queued", status.queued())
          .withDetail("sandbox", sandbox.inWords())
          .build();
    };
  }
}
