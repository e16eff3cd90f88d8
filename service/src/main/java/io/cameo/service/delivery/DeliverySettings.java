package io.cameo.service.delivery;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.time.Duration;

/**
 * How pictures are delivered.
 *
 * @param cacheBytes memory for pictures
 * @param cacheSubjects most subjects, and most versions, whose state is remembered
 * @param stableMaxAge how long others may keep the answer of a stable address
 */
public record DeliverySettings(long cacheBytes, int cacheSubjects, Duration stableMaxAge) {

  private static final Option<Long> CACHE_BYTES =
      Options.number(
          "CAMEO_CACHE_BYTES",
          67_108_864,
          1_048_576,
          68_719_476_736L,
          "Memory in bytes for pictures that are asked for often.");

  private static final Option<Integer> CACHE_SUBJECTS =
      Options.count(
          "CAMEO_CACHE_SUBJECTS",
          50_000,
          100,
          50_000_000,
          "Most subjects whose current picture is remembered in memory.");

  private static final Option<Duration> STABLE_MAX_AGE =
      Options.time(
          "CAMEO_STABLE_MAX_AGE",
          "60s",
          Duration.ZERO,
          Duration.ofDays(1),
          "How long browsers and a CDN may keep the answer of a stable address (/u/…).");

  public static DeliverySettings from(Settings settings) {
    return new DeliverySettings(
        settings.get(CACHE_BYTES), settings.get(CACHE_SUBJECTS), settings.get(STABLE_MAX_AGE));
  }
}
