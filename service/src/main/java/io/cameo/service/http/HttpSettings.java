package io.cameo.service.http;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Settings;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

/**
 * Who may call the API from a browser.
 *
 * @param origins web origins, such as {@code https://app.example.org}
 */
public record HttpSettings(List<String> origins) {

  private static final Option<List<String>> ORIGINS =
      new Option<>(
          "CAMEO_ORIGINS",
          "web origins such as https://app.example.org, separated by commas",
          "",
          "Origins of the pages that may call the API from a browser with an upload token.",
          text ->
              text.isEmpty()
                  ? List.of()
                  : Arrays.stream(text.split(",", -1)).map(HttpSettings::origin).toList());

  public HttpSettings {
    origins = List.copyOf(origins);
  }

  public static HttpSettings from(Settings settings) {
    return new HttpSettings(settings.get(ORIGINS));
  }

  private static String origin(String text) {
    URI uri = URI.create(text.strip());
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null || !uri.getRawPath().isEmpty() || uri.getQuery() != null) {
      throw new IllegalArgumentException("not an origin");
    }
    return text.strip();
  }
}
