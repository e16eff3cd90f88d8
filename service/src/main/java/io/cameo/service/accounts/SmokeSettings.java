package io.cameo.service.accounts;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.util.Optional;

/**
 * What the command {@code smoke} finds in its environment; here, because commands have no settings
 * of their own.
 *
 * @param key of the system that is tried
 */
public record SmokeSettings(Optional<String> key) {

  public static final String NAME = "CAMEO_SMOKE_KEY";

  private static final Option<Optional<String>> KEY =
      Options.text(
          NAME,
          "an admin key or an API key",
          "The key with which ./cameo smoke calls the system that it tries, so that it need not"
              + " stand among the words of a command.");

  public static SmokeSettings from(Settings settings) {
    return new SmokeSettings(settings.get(KEY));
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "SmokeSettings[" + (key.isPresent() ? "a key" : "no key") + "]";
  }
}
