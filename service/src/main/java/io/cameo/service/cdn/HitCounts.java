package io.cameo.service.cdn;

import io.cameo.service.telemetry.CloudFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How many requests a CDN had in some time, and how many it answered by itself.
 *
 * @param hits answered without a look at Cameo
 * @param requests of those that could be
 */
record HitCounts(double hits, double requests) {

  /** Vendors need some minutes until their figures are whole. */
  static final Duration SETTLED = Duration.ofMinutes(5);

  static final Duration WINDOW = Duration.ofMinutes(30);

  /** The share, under this name in an answer. */
  static final String RATIO = "ratio";

  /** The requests, under this name in an answer. */
  static final String REQUESTS = "requests";

  /** A vendor who counts. */
  @FunctionalInterface
  interface Vendor {

    /**
     * Asks it; empty when it does not count that.
     *
     * @throws RuntimeException with what the operator has to know, when it does not say
     */
    Optional<HitCounts> between(Instant from, Instant to);
  }

  /** The vendor of the settings, which are on. */
  static Vendor vendor(CdnSettings cdn, CdnFigureSettings figures) {
    return switch (cdn.way()) {
      case CLOUDFRONT ->
          new CloudFrontHits(
              cdn.access().distributions(),
              new CloudFigures(Optional.of("us-east-1"), figures.endpoint()));
      case FASTLY -> new FastlyHits(cdn.access(), figures);
      case CLOUDFLARE -> new CloudflareHits(cdn, figures);
      case PURGE, BAN, NONE -> throw new IllegalStateException("nobody is to be asked");
    };
  }

  /** What is shown of the last time for which the vendor's figures are whole. */
  static Map<String, Double> last(Vendor vendor, Instant now) {
    Instant to = now.minus(SETTLED);
    return vendor
        .between(to.minus(WINDOW), to)
        .map(
            counts ->
                counts.requests() > 0
                    ? Map.of(REQUESTS, counts.requests(), RATIO, counts.hits() / counts.requests())
                    : Map.of(REQUESTS, 0.0))
        .orElse(Map.of());
  }
}
