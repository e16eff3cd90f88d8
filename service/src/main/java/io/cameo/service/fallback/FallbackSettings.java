package io.cameo.service.fallback;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;

/**
 * How subjects without a picture are shown.
 *
 * @param style what {@code /u/…} shows
 */
public record FallbackSettings(FallbackStyle style) {

  private static final Option<FallbackStyle> STYLE =
      Options.choice(
          "CAMEO_FALLBACK",
          FallbackStyle.class,
          FallbackStyle.SILHOUETTE,
          "What a stable address (/u/…) shows of a user without a picture. initials takes them from"
              + " the user's id, which suits ids that are names or addresses.");

  public static FallbackSettings from(Settings settings) {
    return new FallbackSettings(settings.get(STYLE));
  }
}
