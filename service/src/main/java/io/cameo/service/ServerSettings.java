package io.cameo.service;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Where and how the service runs.
 *
 * @param data folder for everything that is kept
 * @param bind network address to listen on
 * @param port port for the public
 * @param managementPort port for the operator
 */
record ServerSettings(
    boolean production, Path data, String bind, int port, int managementPort, boolean demo) {

  private enum Environment {
    DEVELOPMENT,
    PRODUCTION
  }

  private static final Option<Environment> ENVIRONMENT =
      Options.choice(
          "CAMEO_ENV",
          Environment.class,
          Environment.DEVELOPMENT,
          "production logs JSON, hides the demo page and refuses unsafe settings.");

  private static final Option<Optional<String>> NODE_ENV =
      Options.text("NODE_ENV", "any word", "production means the same as CAMEO_ENV=production.");

  private static final Option<Path> DATA =
      Options.folder(
          "CAMEO_DATA", "data", "Folder for the embedded database, pictures on disk and keys.");

  private static final Option<Optional<String>> BIND =
      Options.text(
          "CAMEO_BIND",
          "a network address of this machine",
          "Address to listen on. Without it 127.0.0.1, in production 0.0.0.0.");

  private static final Option<Integer> PORT =
      Options.count("PORT", 8080, 0, 65_535, "Port for the public; 0 takes a free one.");

  private static final Option<Integer> MANAGEMENT_PORT =
      Options.count(
          "MANAGEMENT_PORT",
          8081,
          0,
          65_535,
          "Port for the operator: /livez, /readyz and /metrics. Do not expose it.");

  private static final Option<Optional<String>> DEMO =
      Options.text(
          "CAMEO_DEMO",
          "on or off",
          "Whether / shows the demo page. Off in production by default.");

  static ServerSettings from(Settings settings) {
    boolean production =
        settings.get(ENVIRONMENT) == Environment.PRODUCTION
            || settings.get(NODE_ENV).filter("production"::equals).isPresent();
    return new ServerSettings(
        production,
        settings.get(DATA),
        settings.get(BIND).orElse(production ? "0.0.0.0" : "127.0.0.1"),
        settings.get(PORT),
        settings.get(MANAGEMENT_PORT),
        settings.get(DEMO).map(ServerSettings::isOn).orElse(!production));
  }

  private static boolean isOn(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    return word.equals("on") || word.equals("true");
  }
}
