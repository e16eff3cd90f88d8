package io.cameo.service.scan;

import io.cameo.service.scan.ScannerUnavailableException.Reason;
import io.cameo.service.settings.Options;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.function.IntSupplier;

/** The names and meanings of what is measured of the scanner. */
final class ScanMetrics {

  static final String SCANS = "cameo.scans";
  static final String READY = "cameo.scan.ready";
  static final String SIGNATURE_AGE = "cameo.scan.signature.age.seconds";
  static final String TRIALS = "cameo.scan.trials";
  static final String UNDER_WAY = "cameo.scan.under.way";

  private final MeterRegistry metrics;

  ScanMetrics(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  static String word(Reason reason) {
    return Options.word(reason);
  }

  /**
   * Counts one scan.
   *
   * @param verdict {@code clean}, {@code infected}, {@code abandoned}, or why there was none
   * @param waited from the last byte to the verdict
   */
  void scan(String verdict, Duration waited) {
    Timer.builder(SCANS)
        .description("Scans by verdict, and the time from an upload's last byte to it")
        .tag("verdict", verdict)
        .publishPercentileHistogram()
        .register(metrics)
        .record(waited);
  }

  void trial(String outcome) {
    metrics.counter(TRIALS, "outcome", outcome).increment();
  }

  void watch(ScannerWatch watch, Clock clock, IntSupplier underWay) {
    Gauge.builder(READY, watch, w -> w.standing().wrong().isEmpty() ? 1 : 0)
        .description("1 while the scanner is relied on; 0 while uploads are answered 503")
        .register(metrics);
    Gauge.builder(
            SIGNATURE_AGE,
            watch,
            w ->
                w.standing()
                    .signatures()
                    .flatMap(signatures -> signatures.age(clock.instant()))
                    .map(age -> (double) age.toSeconds())
                    .orElse(Double.NaN))
        .description("Age of the scanner's signatures; nothing when it does not tell")
        .register(metrics);
    Gauge.builder(UNDER_WAY, underWay, IntSupplier::getAsInt)
        .description("Scans under way, each with a connection of its own")
        .strongReference(true)
        .register(metrics);
  }
}
