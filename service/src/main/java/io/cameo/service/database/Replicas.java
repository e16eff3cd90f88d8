package io.cameo.service.database;

import io.cameo.service.database.DatabaseConfiguration.Logins;
import io.cameo.service.database.ReplicaMonitor.PoolOfNodes;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** All replicas of the settings, with what looks after them. */
final class Replicas implements AutoCloseable {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final List<Replica> all;
  private final RecentChanges changes;
  private final PrimaryPositions positions;
  private final ReplicaMonitor monitor;

  private Replicas(
      List<Replica> all,
      RecentChanges changes,
      PrimaryPositions positions,
      ReplicaMonitor monitor) {
    this.all = all;
    this.changes = changes;
    this.positions = positions;
    this.monitor = monitor;
  }

  /**
   * Opens their pools and looks at each of them once.
   *
   * @throws DatabaseUnavailableException if one of the settings' addresses is a mistake; one that
   *     is away is none
   */
  static Replicas open(
      ReplicaSettings settings, DatabaseSettings database, Logins logins, LongSupplier nanos)
      throws SQLException {
    RecentChanges changes = new RecentChanges();
    PrimaryPositions positions = new PrimaryPositions();
    ReplicaMonitor monitor = new ReplicaMonitor(LOOK_EVERY);
    Replicas replicas = new Replicas(open(settings, database, nanos), changes, positions, monitor);
    if (!settings.any()) {
      return replicas;
    }
    try {
      try (Connection primary = logins.session().open()) {
        ConnectionBudget.of(primary, database).withReplicas().require();
      }
      monitor.watch(logins.session().hasty(settings.timeout())::open, positions, changes, nanos);
      ReplicaJudge judge = new ReplicaJudge(settings, positions, changes);
      Optional<PoolOfNodes> direct =
          database.pooled()
              ? Optional.empty()
              : Optional.of(new PoolOfNodes(database.nodes(), settings.poolSize()));
      replicas.all.forEach(replica -> monitor.watch(replica, judge, direct, nanos));
      monitor.lookOnce();
      for (Replica replica : replicas.all) {
        requireNoMistake(replica, database);
      }
      monitor.overdrawn().ifPresent(ConnectionBudget::require);
      return replicas;
    } catch (SQLException | RuntimeException refused) {
      replicas.close();
      throw refused;
    }
  }

  private static List<Replica> open(
      ReplicaSettings settings, DatabaseSettings database, LongSupplier nanos) {
    return settings.servers().stream()
        .map(server -> Login.to(server, settings.timeout()).hasty(settings.timeout()))
        .map(login -> database.pooled() ? login.pooled() : login)
        .map(login -> new Replica(login, settings, nanos))
        .toList();
  }

  private static void requireNoMistake(Replica replica, DatabaseSettings database) {
    ReplicaStatus status = replica.status();
    // Where the primary is one of several hosts, the roles change places: it becomes a replica.
    boolean mayChangePlaces =
        status.state() == ReplicaStatus.State.PRIMARY && database.severalHosts();
    if (status.isMistake() && !mayChangePlaces) {
      throw new DatabaseUnavailableException(
          "CAMEO_DATABASE_REPLICA_URLS names "
              + replica.name()
              + ", which is no replica of CAMEO_DATABASE_URL. "
              + status.why()
              + " Take it out, or name the replica (docs/operations/replicas.md).");
    }
  }

  /** Reads that go to them. */
  Reads reads(JdbcClient primary, MeterRegistry metrics) {
    return all.isEmpty()
        ? Reads.of(primary)
        : new ReplicaReads(primary, all, changes, positions, new ReplicaMetrics(all, metrics));
  }

  List<Replica> all() {
    return all;
  }

  RecentChanges changes() {
    return changes;
  }

  ReplicaMonitor monitor() {
    return monitor;
  }

  @Override
  public void close() {
    monitor.close();
    all.forEach(Replica::close);
  }
}
