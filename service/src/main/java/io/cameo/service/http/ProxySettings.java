package io.cameo.service.http;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.util.Arrays;
import java.util.List;

/**
 * Which proxies are believed when they say whom they speak for.
 *
 * @param trusted networks of the proxies; without any, no header is believed
 * @param field the header in which they say it
 */
public record ProxySettings(List<Network> trusted, Field field) {

  /** Headers in which proxies name their callers. */
  public enum Field {
    X_FORWARDED_FOR("X-Forwarded-For"),
    /** RFC 7239. */
    FORWARDED("Forwarded");

    private final String header;

    Field(String header) {
      this.header = header;
    }

    String header() {
      return header;
    }
  }

  private static final Option<List<Network>> TRUSTED =
      new Option<>(
          "CAMEO_TRUSTED_PROXIES",
          "networks such as 10.0.0.0/8,2001:db8::/32, separated by commas",
          "",
          "Networks of your own proxies. Of a request from one of them the caller is the right-most"
              + " address in CAMEO_FORWARDED_FIELD that is in none of them. Without it, every"
              + " address is the one that the connection comes from.",
          text ->
              text.isEmpty()
                  ? List.of()
                  : Arrays.stream(text.split(",", -1)).map(Network::parse).toList());

  private static final Option<Field> FIELD =
      Options.choice(
          "CAMEO_FORWARDED_FIELD",
          Field.class,
          Field.X_FORWARDED_FOR,
          "The header that your proxies add to. The other one is never believed: they may pass it on"
              + " as a caller wrote it.");

  public ProxySettings {
    trusted = List.copyOf(trusted);
  }

  public static ProxySettings from(Settings settings) {
    return new ProxySettings(settings.get(TRUSTED), settings.get(FIELD));
  }
}
