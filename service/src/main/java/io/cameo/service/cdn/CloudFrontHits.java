package io.cameo.service.cdn;

import io.cameo.service.telemetry.CloudFigures;
import io.cameo.service.telemetry.CloudFigures.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * CloudFront's counts, by CloudWatch. It gives a rate of hits only with additional metrics enabled;
 * of several distributions and minutes each counts by its requests.
 */
final class CloudFrontHits implements HitCounts.Vendor {

  private static final Duration PERIOD = Duration.ofMinutes(5);

  private final List<String> distributions;
  private final CloudFigures cloudWatch;

  CloudFrontHits(List<String> distributions, CloudFigures cloudWatch) {
    this.distributions = List.copyOf(distributions);
    this.cloudWatch = cloudWatch;
  }

  @Override
  public Optional<HitCounts> between(Instant from, Instant to) {
    List<NavigableMap<Instant, Double>> all =
        cloudWatch.of(
            distributions.stream()
                .flatMap(
                    id -> Stream.of(of(id, "CacheHitRate", "Average"), of(id, "Requests", "Sum")))
                .toList(),
            from,
            to);
    double hits = 0;
    double requests = 0;
    boolean counted = false;
    for (int i = 0; i < all.size(); i += 2) {
      for (Map.Entry<Instant, Double> rate : all.get(i).entrySet()) {
        counted = true;
        double asked = all.get(i + 1).getOrDefault(rate.getKey(), 0.0);
        hits += rate.getValue() / 100 * asked;
        requests += asked;
      }
    }
    return counted ? Optional.of(new HitCounts(hits, requests)) : Optional.empty();
  }

  private static Series of(String distribution, String metric, String statistic) {
    return new Series(
        "AWS/CloudFront",
        metric,
        Map.of("DistributionId", distribution, "Region", "Global"),
        statistic,
        PERIOD);
  }
}
