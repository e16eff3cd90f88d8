package io.cameo.service.moderation;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether masters are scanned again.
 *
 * @param every least time between two walks over all masters; empty for none
 */
public record RescanSettings(Optional<Duration> every) {

  private static final Option<Optional<Duration>> EVERY =
      Options.timeOrOff(
          "CAMEO_RESCAN",
          "7d",
          Duration.ofSeconds(1),
          Duration.ofDays(365),
          "Least time between two scans of all stored masters, which are made when the scanner has"
              + " newer signatures or does not name them. off makes none.");

  public static RescanSettings from(Settings settings) {
    return new RescanSettings(settings.get(EVERY));
  }
}
