package io.cameo.service.database;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.time.Duration;
import java.util.List;

/**
 * The read replicas of the database.
 *
 * @param servers where they are; none by default
 * @param poolSize most connections this node's pool opens to each of them
 * @param timeout longest wait for one of them before the primary is asked instead
 * @param maxLag how far one may be behind in time and still be read
 * @param maxLagBytes how far one may be behind in bytes of the write-ahead log
 */
public record ReplicaSettings(
    List<DatabaseSettings.Server> servers,
    int poolSize,
    Duration timeout,
    Duration maxLag,
    long maxLagBytes) {

  private static final Option<List<DatabaseSettings.Server>> URLS =
      new Option<>(
          "CAMEO_DATABASE_REPLICA_URLS",
          "addresses like CAMEO_DATABASE_URL, at most 16, a comma between each two",
          "",
          "Streaming replicas of that server. Reads that may be answered by them are, and go to the"
              + " primary where a replica lags or is away (docs/operations/replicas.md).",
          ServerAddress::parseAll);

  private static final Option<Integer> POOL =
      Options.count(
          "CAMEO_DATABASE_REPLICA_POOL",
          10,
          1,
          200,
          "Most database connections that one node's pool opens to each replica.");

  private static final Option<Duration> TIMEOUT =
      Options.time(
          "CAMEO_DATABASE_REPLICA_TIMEOUT",
          "2s",
          Duration.ofSeconds(1),
          Duration.ofMinutes(1),
          "Longest wait for a replica; after it the primary is asked and the replica left alone.");

  private static final Option<Duration> MAX_LAG =
      Options.time(
          "CAMEO_DATABASE_REPLICA_MAX_LAG",
          "30s",
          Duration.ofSeconds(1),
          Duration.ofHours(1),
          "How old the state may be that a replica shows; one that lags more is not read.");

  private static final Option<Long> MAX_LAG_BYTES =
      Options.number(
          "CAMEO_DATABASE_REPLICA_MAX_LAG_BYTES",
          67_108_864,
          8_192,
          1_099_511_627_776L,
          "How many bytes of the primary's write-ahead log a replica may have to replay; one that"
              + " has more is not read.");

  public ReplicaSettings {
    servers = List.copyOf(servers);
  }

  public static ReplicaSettings from(Settings settings, DatabaseSettings database) {
    List<DatabaseSettings.Server> servers = settings.get(URLS);
    if (!servers.isEmpty() && database.external().isEmpty()) {
      settings.refuse(
          URLS.name(),
          "is set, but CAMEO_DATABASE_URL is not. The embedded server has no replicas; name the"
              + " primary there.");
    }
    return new ReplicaSettings(
        servers,
        settings.get(POOL),
        settings.get(TIMEOUT),
        settings.get(MAX_LAG),
        settings.get(MAX_LAG_BYTES));
  }

  boolean any() {
    return !servers.isEmpty();
  }
}
