package io.cameo.service.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cameo.service.settings.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

class ConnectionBudgetTest {

  private static DatabaseSettings settings(TestDatabase database, String nodes, String pool) {
    Map<String, String> environment = new HashMap<>();
    environment.put("CAMEO_DATABASE_URL", database.setting());
    environment.put("CAMEO_NODES", nodes);
    environment.put("CAMEO_DATABASE_POOL", pool);
    return DatabaseSettings.from(new Settings(environment), Path.of("data"));
  }

  /** The server of the tests takes a hundred, three of them from its owner alone. */
  @Test
  void aStartThatTheServerHasNoConnectionsForIsRefusedWithTheNumberThatFits() throws Exception {
    try (TestDatabase database = TestDatabase.openEmpty();
        Connection server = database.connect()) {
      assertThat(ConnectionBudget.of(server, settings(database, "8", "10")))
          .isEqualTo(new ConnectionBudget(97, 8, 10));
      assertThatCode(() -> ConnectionBudget.of(server, settings(database, "8", "10")).require())
          .doesNotThrowAnyException();

      assertThatThrownBy(
              () -> {
                DatabaseSettings many = settings(database, "8", "11");
                DatabaseConfiguration wiring = new DatabaseConfiguration();
                wiring.dataSource(
                    wiring.databaseLogins(many, new EmbeddedServer(Optional.empty())), many);
              })
          .isInstanceOf(DatabaseUnavailableException.class)
          .hasMessageContainingAll(
              "97 connections", "8 nodes", "CAMEO_DATABASE_POOL to 10 or less", "PgBouncer");
    }
  }

  /** What an operator gets wrong first is told in a sentence, and not in a stack of beans. */
  @Test
  void aStartWithoutItsDatabaseIsExplained() {
    DatabaseSettings nowhere =
        DatabaseSettings.from(
            new Settings(Map.of("CAMEO_DATABASE_URL", "postgresql://ann:geheim@127.0.0.1:1/x")),
            Path.of("data"));
    DatabaseConfiguration wiring = new DatabaseConfiguration();

    Throwable failed =
        catchThrowable(
            () ->
                wiring.dataSource(
                    wiring.databaseLogins(nowhere, new EmbeddedServer(Optional.empty())), nowhere));
    FailureAnalysis analysis =
        new DatabaseFailureAnalyzer().analyze(new IllegalStateException("a bean", failed));

    assertThat(analysis).isNotNull();
    assertThat(analysis.getDescription())
        .contains("CAMEO_DATABASE_URL", "127.0.0.1:1/x", "refused")
        .doesNotContain("geheim");
    assertThat(analysis.getAction()).contains("docs/operations/database.md");
    assertThat(new DatabaseFailureAnalyzer().analyze(new IllegalStateException("else"))).isNull();

    SQLException right = new SQLException("ERROR: permission denied for table version", "42501");
    assertThat(new DatabaseFailureAnalyzer().analyze(new IllegalStateException("a bean", right)))
        .extracting(FailureAnalysis::getDescription)
        .asString()
        .contains("permission denied for table version", "has to own the database");
  }

  @Test
  void behindAPoolerOnlyTheConnectionsPastItCount() {
    assertThat(new ConnectionBudget(97, 40, 0).wanted()).isEqualTo(80);
    assertThatThrownBy(() -> new ConnectionBudget(97, 60, 0).require())
        .hasMessageContaining("Raise max_connections");
  }

  @Test
  void aDirectWayWithoutAPoolerIsRefused() {
    Settings settings =
        new Settings(Map.of("CAMEO_DATABASE_DIRECT_URL", "postgresql://a:b@127.0.0.1/x"));
    DatabaseSettings.from(settings, Path.of("data"));

    assertThatThrownBy(settings::verify).hasMessageContaining("CAMEO_DATABASE_URL is not");
  }
}
