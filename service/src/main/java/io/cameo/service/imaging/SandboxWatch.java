package io.cameo.service.imaging;

import io.cameo.image.sandbox.Layer;
import io.cameo.image.worker.WorkerExit;
import io.cameo.service.observability.PictureMetric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the workers say of their sandbox: the layers of the youngest, for health and metrics. */
public final class SandboxWatch {

  /** How a worker's last words begin when it could not lock itself in. */
  private static final String LAST_WORDS =
      "The worker ends (" + WorkerExit.NO_SANDBOX.word() + "): ";

  private static final Duration WORDS = Duration.ofSeconds(2);

  private final CompletableFuture<Boolean> lockedIn = new CompletableFuture<>();
  private final CompletableFuture<String> words = new CompletableFuture<>();
  private volatile List<String> layers = List.of();

  /** One gauge for each layer: 1 where the youngest worker has it, else 0. */
  SandboxWatch(MeterRegistry metrics) {
    for (Layer layer : Layer.values()) {
      PictureMetric.SANDBOX_LAYER.gauge(
          metrics, this, watch -> watch.has(layer) ? 1 : 0, layer.word());
    }
  }

  void ready(List<String> active) {
    layers = List.copyOf(active);
    lockedIn.complete(true);
  }

  void ended(WorkerExit exit) {
    lockedIn.complete(exit != WorkerExit.NO_SANDBOX);
  }

  void said(String line) {
    if (line.startsWith(LAST_WORDS)) {
      String reason = line.substring(LAST_WORDS.length());
      // The name of the exception's class says nothing to an operator.
      words.complete(reason.replaceFirst("^[A-Za-z.]+(Exception|Error): ", ""));
    }
  }

  private boolean has(Layer layer) {
    return layers.contains(layer.word());
  }

  /** The active layers; none before the first worker was ready. */
  List<String> layers() {
    return layers;
  }

  /** The layers in one line, or "off" where the kernel takes no part. */
  String inWords() {
    List<String> active = layers;
    boolean byTheKernel = active.stream().anyMatch(layer -> !layer.equals(Layer.LOADERS.word()));
    return byTheKernel ? String.join(", ", active) : "off";
  }

  /**
   * Waits for the first worker's word.
   *
   * @throws SandboxMissingException when it could not lock itself in; whatever else keeps a worker
   *     from coming up is not decided here
   */
  public void require(Duration longest) throws InterruptedException {
    if (!answer(lockedIn, longest, true)) {
      throw new SandboxMissingException(
          answer(words, WORDS, "The workers could not be locked in."));
    }
  }

  private static <T> T answer(CompletableFuture<T> question, Duration longest, T otherwise)
      throws InterruptedException {
    try {
      return question.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException none) {
      return otherwise;
    }
  }
}
