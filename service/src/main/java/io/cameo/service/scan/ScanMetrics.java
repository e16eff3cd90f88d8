package io.cameo.service.scan;

import io.cameo.service.observability.PictureMetric;
import io.cameo.service.scan.ScannerUnavailableException.Reason;
import io.cameo.service.settings.Options;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.function.IntSupplier;

/** The names and meanings of what is measured of the scanner. */
final class ScanMetrics {

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
    PictureMetric.SCANS.timer(metrics, verdict).record(waited);
  }

  void trial(String outcome) {
    PictureMetric.SCAN_TRIALS.counter(metrics, outcome).increment();
  }

  void watch(ScannerWatch watch, Clock clock, IntSupplier underWay) {
    PictureMetric.SCAN_READY.gauge(metrics, watch, w -> w.standing().wrong().isEmpty() ? 1 : 0);
    PictureMetric.SCAN_SIGNATURE_AGE.gauge(
        metrics,
        watch,
        w ->
            w.standing()
                .signatures()
                .flatMap(signatures -> signatures.age(clock.instant()))
                .map(age -> (double) age.toSeconds())
                .orElse(Double.NaN));
    PictureMetric.SCANS_UNDER_WAY.heldGauge(metrics, underWay, IntSupplier::getAsInt);
  }
}
