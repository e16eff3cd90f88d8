package io.cameo.service.database;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.time.Duration;

/**
 * How the service's statements are judged.
 *
 * @param slow average from which a statement counts as slow
 */
public record StatementSettings(Duration slow) {

  private static final Option<Duration> SLOW =
      Options.time(
          "CAMEO_SLOW_STATEMENT",
          "100ms",
          Duration.ofMillis(1),
          Duration.ofMinutes(1),
          "Average time from which a statement counts as slow, for ./cameo database and the"
              + " metrics.");

  public static StatementSettings from(Settings settings) {
    return new StatementSettings(settings.get(SLOW));
  }
}
