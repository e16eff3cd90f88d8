package io.cameo.service.database;

import com.zaxxer.hikari.HikariDataSource;
import io.cameo.service.catalogue.Lookups;
import io.cameo.service.catalogue.TestCatalogue;
import io.cameo.service.database.DatabaseConfiguration.Logins;
import io.cameo.service.settings.Settings;
import io.cameo.storage.Until;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One node of the service with its replicas, wired as the service wires it. */
final class ReplicaRig implements AutoCloseable {

  final HikariDataSource pool;
  final Replicas replicas;
  final ChangeBus bus = new ChangeBus();
  final ChangeFeed feed;
  final Reads reads;
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  private ReplicaRig(HikariDataSource pool, Replicas replicas, Logins logins) {
    this.pool = pool;
    this.replicas = replicas;
    this.reads = replicas.reads(JdbcClient.create(pool), metrics);
    bus.subscribeFirst(replicas.changes());
    this.feed = new DatabaseConfiguration().changeFeed(logins, bus);
    feed.start();
    replicas.monitor().start();
  }

  /** A node with these settings. */
  static ReplicaRig open(Map<String, String> environment) throws Exception {
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("CAMEO_DATABASE_REPLICA_TIMEOUT", "1s");
    Settings settings = new Settings(all);
    DatabaseSettings database = DatabaseSettings.from(settings, Path.of("data"));
    ReplicaSettings replicaSettings = ReplicaSettings.from(settings, database);
    settings.verify();
    DatabaseConfiguration wiring = new DatabaseConfiguration();
    Logins logins = wiring.databaseLogins(database, new EmbeddedServer(Optional.empty()));
    HikariDataSource pool = (HikariDataSource) wiring.dataSource(logins, database);
    try {
      return new ReplicaRig(
          pool, Replicas.open(replicaSettings, database, logins, System::nanoTime), logins);
    } catch (Exception refused) {
      pool.close();
      throw refused;
    }
  }

  Lookups lookups() {
    return TestCatalogue.lookups(reads);
  }

  Replica only() {
    return replicas.all().getFirst();
  }

  ReplicaStatus.State state() {
    return only().status().state();
  }

  /** The port of the server that answers a read about this. */
  int portThatAnswers(String about) {
    return reads.read(
        about,
        port -> true,
        sql -> sql.sql("select inet_server_port()").query(Integer.class).single());
  }

  void awaitState(ReplicaStatus.State wanted) {
    Until.holds("the replica is " + wanted + ", it is " + only().status(), () -> state() == wanted);
  }

  /** Waits until changes are heard and the replica has all that was before. */
  ReplicaRig settled() {
    Until.holds(
        "changes are heard and a replica is read: " + only().status(),
        () ->
            replicas.changes().hearing()
                && only().mayKnow(replicas.changes().floor())
                && only().status().isUsable());
    return this;
  }

  double reads(String outcome) {
    return metrics.get("cameo.replica.reads").tag("outcome", outcome).counter().count();
  }

  @Override
  public void close() {
    feed.stop();
    replicas.close();
    pool.close();
  }
}
