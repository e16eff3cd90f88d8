package io.cameo.service.database;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
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
  public record Server(String jdbcUrl, Optional<String> user, Optional<String> password) {

    /** How many hosts the address names. */
    int hosts() {
      return 1 + (int) ServerAddress.hosts(jdbcUrl).chars().filter(c -> c == ',').count();
    }
  }

  private static final Option<Optional<Server>> URL =
      new Option<>(
          "CAMEO_DATABASE_URL",
          "postgresql://user:password@host:port/database, or the same as jdbc:postgresql://…",
          "",
          "The PostgreSQL server (15 or later). Without it an embedded one runs in CAMEO_DATA. Of"
              + " several hosts (host1:port,host2:port) the one that takes writes is used.",
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

  /** The server of CAMEO_DATABASE_URL; of several hosts the one that takes writes. */
  private static Optional<Server> parse(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Server server = ServerAddress.parse(text);
    return Optional.of(server.hosts() > 1 ? ServerAddress.primaryOf(server) : server);
  }

  /** Whether roles may change places between hosts of the same setting. */
  boolean severalHosts() {
    return external.map(Server::hosts).orElse(1) > 1;
  }
}
