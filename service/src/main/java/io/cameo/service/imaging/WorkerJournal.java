package io.cameo.service.imaging;

import io.cameo.image.worker.PoolBusyException;
import io.cameo.image.worker.WorkerExit;
import io.cameo.image.worker.WorkerListener;
import io.cameo.service.observability.PictureMetric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes log lines and metrics of what happens to the workers. */
class WorkerJournal implements WorkerListener {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerJournal.class);

  private final MeterRegistry metrics;
  private final SandboxWatch sandbox;

  WorkerJournal(MeterRegistry metrics, SandboxWatch sandbox) {
    this.metrics = metrics;
    this.sandbox = sandbox;
  }

  @Override
  public void workerReady(long pid, String version, List<String> layers, Duration startUp) {
    LOG.info(
        "Worker {} is ready after {} ms (libvips {}, sandbox {})",
        pid,
        startUp.toMillis(),
        version,
        layers.isEmpty() ? "off" : String.join(", ", layers));
    sandbox.ready(layers);
  }

  @Override
  public void workerExited(long pid, WorkerExit exit, int exitCode) {
    sandbox.ended(exit);
    PictureMetric.WORKER_EXITS.counter(metrics, exit.word()).increment();
    switch (exit) {
      case FINISHED, RECYCLED, CLOSED -> LOG.info("Worker {} ended: {}", pid, exit.word());
      default -> LOG.warn("Worker {} ended: {} (exit code {})", pid, exit.word(), exitCode);
    }
  }

  @Override
  public void pictureFinished(Duration queueTime, Duration workTime, String outcome) {
    PictureMetric.PICTURES_WAITING.timer(metrics, outcome).record(queueTime);
    PictureMetric.PICTURES_WORK.timer(metrics, outcome).record(workTime);
  }

  @Override
  public void rejected(PoolBusyException.Reason reason) {
    PictureMetric.PICTURES_REJECTED.counter(metrics, reason.word()).increment();
  }

  @Override
  public void workerSaid(long pid, String line) {
    sandbox.said(line);
    // The worker's own last words say why it ends; everything else is a library talking of a
    // picture.
    if (line.startsWith("The worker ends") || line.startsWith("The worker goes on without")) {
      LOG.warn("Worker {}: {}", pid, line);
    } else {
      LOG.debug("Worker {} said: {}", pid, line);
    }
  }
}
