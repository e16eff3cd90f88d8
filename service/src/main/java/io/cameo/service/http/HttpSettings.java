package io.cameo.service.http;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.util.List;

/**
 * Who may call the API from a browser.
 *
 * @param origins web origins, such as {@code https://app.example.org}
 */
public record HttpSettings(List<String> origins) {

  private static final Option<List<String>> ORIGINS =
      Options.origins(
          "CAMEO_ORIGINS",
          "Origins of the pages that may call the API from a browser with an upload token.");

  public HttpSettings {
    origins = List.copyOf(origins);
  }

  public static HttpSettings from(Settings settings) {
    return new HttpSettings(settings.get(ORIGINS));
  }
}
