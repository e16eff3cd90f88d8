package io.cameo.service.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplicaSettingsTest {

  private static final String PRIMARY =
      "postgresql://cameo:geheim@a:5433,b,[::1]/db?sslmode=require";

  private static List<DatabaseSettings.Server> replicas(String urls) {
    Settings settings =
        new Settings(Map.of("CAMEO_DATABASE_URL", PRIMARY, "CAMEO_DATABASE_REPLICA_URLS", urls));
    ReplicaSettings replicas =
        ReplicaSettings.from(settings, DatabaseSettings.from(settings, Path.of("data")));
    settings.verify();
    return replicas.servers();
  }

  @Test
  void severalReplicasStandBehindEachOther() {
    List<DatabaseSettings.Server> servers =
        replicas("postgresql://u:p%2Cq@r1/db, jdbc:postgresql://r2:6000/db?user=u");

    assertThat(servers)
        .extracting(DatabaseSettings.Server::jdbcUrl)
        .containsExactly("jdbc:postgresql://r1:5432/db", "jdbc:postgresql://r2:6000/db?user=u");
    assertThat(servers.getFirst().password()).contains("p,q");
  }

  @Test
  void aCommaBetweenHostsIsNotOneBetweenReplicas() {
    assertThat(replicas("postgresql://r1,r2:6000/db"))
        .extracting(DatabaseSettings.Server::jdbcUrl)
        .containsExactly("jdbc:postgresql://r1:5432,r2:6000/db");
  }

  @Test
  void ofSeveralHostsThePrimaryIsTheOneThatTakesWrites() {
    Settings settings = new Settings(Map.of("CAMEO_DATABASE_URL", PRIMARY));
    DatabaseSettings database = DatabaseSettings.from(settings, Path.of("data"));

    assertThat(database.external().orElseThrow().jdbcUrl())
        .isEqualTo(
            "jdbc:postgresql://a:5433,b:5432,[::1]:5432/db?sslmode=require&targetServerType=primary");
    assertThat(database.severalHosts()).isTrue();
  }

  @Test
  void wrongAddressesAreRefused() {
    for (String wrong :
        List.of(
            "mysql://a/db",
            "postgresql://a",
            "postgresql://a b/db",
            "postgresql://a/db,postgresql://a:5432/db",
            "postgresql://a:b:c/db")) {
      assertThatThrownBy(() -> replicas(wrong))
          .as(wrong)
          .hasMessageContaining("CAMEO_DATABASE_REPLICA_URLS");
    }
  }

  @Test
  void theEmbeddedServerHasNoReplicas() {
    Settings settings = new Settings(Map.of("CAMEO_DATABASE_REPLICA_URLS", "postgresql://a/db"));
    ReplicaSettings.from(settings, DatabaseSettings.from(settings, Path.of("data")));

    assertThatThrownBy(settings::verify).hasMessageContaining("CAMEO_DATABASE_URL is not");
  }
}
