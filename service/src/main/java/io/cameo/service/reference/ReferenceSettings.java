package io.cameo.service.reference;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;

/**
 * Whether the reference is there.
 *
 * @param on whether {@code /docs} and {@code /openapi.yaml} show it
 */
public record ReferenceSettings(boolean on) {

  private static final Option<Boolean> DOCS =
      Options.onOff(
          "CAMEO_DOCS",
          true,
          "Whether /docs and /openapi.yaml show the reference of the API. It holds nothing private.");

  public static ReferenceSettings from(Settings settings) {
    return new ReferenceSettings(settings.get(DOCS));
  }
}
