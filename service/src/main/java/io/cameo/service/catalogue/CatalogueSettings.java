package io.cameo.service.catalogue;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.time.Duration;

/**
 * How long things are kept.
 *
 * @param grace how long a replaced or deleted picture can come back
 * @param intentLife how long an upload may take from its intent to its publication
 * @param reapEvery pause between two clean-ups
 */
public record CatalogueSettings(Duration grace, Duration intentLife, Duration reapEvery) {

  private static final Option<Duration> GRACE =
      Options.time(
          "CAMEO_GRACE",
          "7d",
          Duration.ofSeconds(1),
          Duration.ofDays(365),
          "How long a replaced or deleted picture is kept, so that it can be brought back.");

  private static final Option<Duration> REAP_EVERY =
      Options.time(
          "CAMEO_REAP_EVERY",
          "30s",
          Duration.ofMillis(200),
          Duration.ofHours(1),
          "Pause between two clean-ups of pictures whose grace time is over.");

  private static final Option<Duration> INTENT_LIFE =
      Options.time(
          "CAMEO_INTENT_LIFE",
          "10m",
          Duration.ofSeconds(2),
          Duration.ofHours(6),
          "How long an upload that was interrupted keeps its place before its objects are removed.");

  public static CatalogueSettings from(Settings settings) {
    return new CatalogueSettings(
        settings.get(GRACE), settings.get(INTENT_LIFE), settings.get(REAP_EVERY));
  }
}
