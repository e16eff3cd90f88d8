package io.cameo.service.errors;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.net.URI;
import java.util.Optional;

/**
 * Where faults are reported to, and as what.
 *
 * @param sentry address of a project of Sentry, with its key
 * @param rollbar token of a project of Rollbar
 * @param rollbarEndpoint another address of Rollbar's API
 * @param samplePercent of 100 faults, so many are reported
 * @param naming how reports name this installation
 */
public record ErrorSettings(
    Optional<String> sentry,
    Optional<String> rollbar,
    Optional<URI> rollbarEndpoint,
    int samplePercent,
    Naming naming) {

  /** How reports name this installation and what runs in it. */
  public record Naming(String environment, String release) {}

  private static final String DSN_FORM =
      "https?://[^\\s:@/]+(:[^\\s@/]+)?@[^\\s@/]+(/[^\\s@]*)?/\\d+";

  private static final Option<Optional<String>> SENTRY =
      new Option<>(
          "SENTRY_DSN",
          "a DSN such as https://KEY@o1.ingest.sentry.io/2",
          "",
          "Faults of the service are reported to this project of Sentry.",
          ErrorSettings::dsn);

  private static final Option<Optional<String>> ROLLBAR =
      Options.text(
          "ROLLBAR_ACCESS_TOKEN",
          "an access token of the scope post_server_item",
          "Faults of the service are reported to this project of Rollbar.");

  private static final Option<Optional<URI>> ROLLBAR_ENDPOINT =
      Options.address(
          "CAMEO_ROLLBAR_ENDPOINT",
          "Another address of Rollbar's API, for a proxy or an own server; its path is completed by"
              + " /api/1/item/.");

  private static final Option<Integer> SAMPLE =
      Options.count(
          "CAMEO_ERRORS_SAMPLE",
          100,
          1,
          100,
          "Of a hundred faults, so many are reported. Of one kind there are at most ten a minute"
              + " anyway.");

  private static final Option<Optional<String>> ENVIRONMENT =
      Options.text(
          "CAMEO_ERRORS_ENVIRONMENT",
          "a word such as staging",
          "How reports name this installation. Without it production or development, as CAMEO_ENV says.");

  private static final Option<Optional<String>> RELEASE =
      Options.text(
          "CAMEO_RELEASE",
          "the name of a release",
          "How reports name what runs. Without it cameo@ and the version of the program.");

  /**
   * @param production whether the program runs in production
   */
  public static ErrorSettings from(Settings settings, boolean production) {
    String version = ErrorSettings.class.getPackage().getImplementationVersion();
    return new ErrorSettings(
        settings.get(SENTRY),
        settings.get(ROLLBAR),
        settings.get(ROLLBAR_ENDPOINT),
        settings.get(SAMPLE),
        new Naming(
            settings.get(ENVIRONMENT).orElse(production ? "production" : "development"),
            settings.get(RELEASE).orElse("cameo@" + (version == null ? "development" : version))));
  }

  private static Optional<String> dsn(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!text.matches(DSN_FORM)) {
      throw new IllegalArgumentException("not a DSN");
    }
    return Optional.of(text);
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "ErrorSettings[" + naming + "]";
  }
}
