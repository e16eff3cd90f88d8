package io.cameo.service.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.cameo.service.database.ReplicaStatus.State;
import io.cameo.service.database.embedded.EmbeddedPostgres;
import io.cameo.service.database.embedded.EmbeddedPostgresOptions;
import io.cameo.storage.Until;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What becomes of a node when its primary is lost and a replica takes over. */
@Timeout(90)
class PrimaryFailoverTest {

  @TempDir private Path folder;

  @Test
  void withSeveralHostsTheNodeFollowsThePrimaryAndReadsNoServerThatIsNone() throws Exception {
    Path data = Files.createDirectory(folder.resolve("primary"));
    EmbeddedPostgres primary = EmbeddedPostgres.start(EmbeddedPostgresOptions.of(data));
    try (Connection connection =
        DriverManager.getConnection(primary.jdbcUrl(), primary.user(), primary.password())) {
      connection.createStatement().execute("create table written (at int)");
    }
    try (Standby standby = Standby.of(primary, data, folder, "next")) {
      int port = java.net.URI.create(primary.jdbcUrl().substring("jdbc:".length())).getPort();
      String login = "postgresql://" + primary.user() + ":" + primary.password() + "@";
      String replica = login + "127.0.0.1:" + standby.port() + "/postgres";
      String both = login + "127.0.0.1:" + standby.port() + ",127.0.0.1:" + port + "/postgres";
      try (ReplicaRig node =
          ReplicaRig.open(
              Map.of(
                  "CAMEO_DATABASE_URL",
                  both,
                  "CAMEO_DATABASE_REPLICA_URLS",
                  login + "127.0.0.1:" + port + "/postgres," + replica))) {
        Replica first = node.replicas.all().getFirst();
        Replica second = node.replicas.all().getLast();
        assertThat(first.status().state())
            .as("with several hosts the primary's own address is no mistake")
            .isEqualTo(State.PRIMARY);
        write(node.pool, 1);
        Until.holds("the replica is read", () -> second.status().isUsable());
        Until.holds(
            "it has what was written",
            () -> {
              try {
                return standby.ask("select count(*) from written").equals("1");
              } catch (java.sql.SQLException notYet) {
                return false;
              }
            });

        primary.close();
        standby.ask("select pg_promote(true, 30)");

        Until.holds(
            "the new primary takes writes",
            () -> {
              try {
                write(node.pool, 2);
                return true;
              } catch (RuntimeException notYet) {
                return false;
              }
            });
        assertThat(standby.ask("select max(at) from written")).isEqualTo("2");
        Until.holds(
            "the replica is known as the primary: " + second.status(),
            () -> second.status().state() == State.PRIMARY);
        assertThat(first.status().isUsable()).isFalse();
        assertThat(node.portThatAnswers("subject nobody")).isEqualTo(standby.port());
      }
    } finally {
      primary.close();
    }
  }

  private static void write(HikariDataSource pool, int number) {
    JdbcClient.create(pool).sql("insert into written values (?)").param(number).update();
  }
}
