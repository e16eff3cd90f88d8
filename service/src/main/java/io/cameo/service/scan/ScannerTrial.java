package io.cameo.service.scan;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** One trial of the scanner for somebody who asks, beside those that the service makes. */
public final class ScannerTrial implements AutoCloseable {

  private final Trial trial;
  private final Clock clock;
  private final ScheduledThreadPoolExecutor timer;

  /**
   * Which scanner it is.
   *
   * @param words its own
   * @param age of its signatures; empty when it does not say
   */
  public record Known(String words, Optional<Duration> age) {}

  /**
   * @param settings with an address
   */
  public ScannerTrial(ScanSettings settings, Clock clock) {
    this.clock = clock;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("scan-trial").factory());
    this.trial =
        new Trial(settings.clamd().orElseThrow(), settings, timer, clock, System::nanoTime);
  }

  /**
   * What it says of itself, however old its signatures are.
   *
   * @throws ScannerUnavailableException when it does not answer as clamd does
   */
  public Known known() {
    Signatures signatures = trial.version();
    return new Known(signatures.words(), signatures.age(clock.instant()));
  }

  /**
   * Shows it what it must let pass and what it must find, also at the end of the largest upload.
   *
   * @throws ScannerUnavailableException when it fails; its detail says what to do
   */
  public void samples() {
    trial.small();
    trial.large();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
