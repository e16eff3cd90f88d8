package io.cameo.service.telemetry;

import io.cameo.service.telemetry.cloudwatch.Figures;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * What other services of AWS told CloudWatch, for somebody who asks.
 *
 * @param region whose CloudWatch is asked; empty for the one that AWS's own tools would take
 * @param endpoint in the place of AWS's own
 */
public record CloudFigures(Optional<String> region, Optional<URI> endpoint) {

  /**
   * A series.
   *
   * @param statistic such as {@code Sum}, of each period
   */
  public record Series(
      String namespace,
      String metric,
      Map<String, String> dimensions,
      String statistic,
      Duration period) {

    public Series {
      dimensions = Map.copyOf(dimensions);
    }
  }

  /**
   * Asks for all of them in one call; the answers have their order, and are empty for what
   * CloudWatch does not know.
   *
   * @throws IllegalStateException with what the operator has to know, when CloudWatch does not say
   */
  public List<NavigableMap<Instant, Double>> of(List<Series> series, Instant from, Instant to) {
    return Figures.of(
        region,
        endpoint,
        series.stream()
            .map(
                one ->
                    new Figures.Series(
                        one.namespace(),
                        one.metric(),
                        one.dimensions(),
                        one.statistic(),
                        one.period()))
            .toList(),
        from,
        to);
  }
}
