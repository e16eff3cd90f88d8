package io.cameo.service.database;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the database is.
 *
 * @param external the server to use; empty starts the embedded one
 * @param direct the same server without the pooler between, when there is one
 * @param data folder of the embedded server
 * @param nodes how many nodes use the server
 * @param poolSize most connections this node opens
 * @param statementTimeout longest time one statement may take
 */
public record DatabaseSettings(
    Optional<Server> external,
    Optional<Server> direct,
    Path data,
    int nodes,
    int poolSize,
    Duration statementTimeout) {

  /** An external server, in the driver's terms. */
  public record Server(String jdbcUrl, Optional<String> user, Optional<String> password) {}

  private static final Option<Optional<Server>> URL =
      new Option<>(
          "CAMEO_DATABASE_URL",
          "postgresql://user:password@host:port/database, or the same as jdbc:postgresql://…",
          "",
          "The PostgreSQL server (15 or later). Without it an embedded one runs in CAMEO_DATA.",
          DatabaseSettings::parse);

  private static final Option<Optional<Server>> DIRECT_URL =
      new Option<>(
          "CAMEO_DATABASE_DIRECT_URL",
          "like CAMEO_DATABASE_URL",
          "",
          "The same server without the pooler, where CAMEO_DATABASE_URL leads to one that shares"
              + " connections by transaction, such as PgBouncer. Migrations, the feed of changes and"
              + " commands need sessions of their own.",
          DatabaseSettings::parse);

  private static final Option<Integer> NODES =
      Options.count(
          "CAMEO_NODES",
          1,
          1,
          1000,
          "How many nodes share the database, those of a rolling update included. The start checks"
              + " that the server has connections for all of them.");

  private static final Option<Integer> POOL =
      Options.count(
          "CAMEO_DATABASE_POOL", 10, 2, 200, "Most database connections that one node opens.");

  private static final Option<Duration> STATEMENT_TIMEOUT =
      Options.time(
          "CAMEO_DATABASE_TIMEOUT",
          "10s",
          Duration.ofMillis(100),
          Duration.ofMinutes(5),
          "Longest time that one database statement may take.");

  public static DatabaseSettings from(Settings settings, Path data) {
    Optional<Server> external = settings.get(URL);
    Optional<Server> direct = settings.get(DIRECT_URL);
    if (direct.isPresent() && external.isEmpty()) {
      settings.refuse(
          DIRECT_URL.name(),
          "is set, but CAMEO_DATABASE_URL is not. Name the pooler there, or set that one alone.");
    }
    return new DatabaseSettings(
        external,
        direct,
        data,
        settings.get(NODES),
        settings.get(POOL),
        settings.get(STATEMENT_TIMEOUT));
  }

  /** Whether a pooler that shares connections by transaction stands before the server. */
  public boolean pooled() {
    return direct.isPresent();
  }

  private static Optional<Server> parse(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.startsWith("jdbc:postgresql:")) {
      return Optional.of(new Server(text, Optional.empty(), Optional.empty()));
    }
    URI uri = URI.create(text);
    boolean postgres = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
    if (!postgres || uri.getHost() == null || uri.getPath().length() < 2) {
      throw new IllegalArgumentException("not a PostgreSQL address");
    }
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    int port = uri.getPort() < 0 ? 5432 : uri.getPort();
    String jdbcUrl = "jdbc:postgresql://" + uri.getHost() + ":" + port + uri.getRawPath() + query;
    String login = uri.getRawUserInfo();
    if (login == null) {
      return Optional.of(new Server(jdbcUrl, Optional.empty(), Optional.empty()));
    }
    int colon = login.indexOf(':');
    String user = colon < 0 ? login : login.substring(0, colon);
    Optional<String> password =
        colon < 0 ? Optional.empty() : Optional.of(decode(login.substring(colon + 1)));
    return Optional.of(new Server(jdbcUrl, Optional.of(decode(user)), password));
  }

  private static String decode(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
