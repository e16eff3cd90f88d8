package io.cameo.service.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.cameo.service.database.CommandDatabase.IfMissing;
import io.cameo.service.database.DatabaseConfiguration.Logins;
import io.cameo.service.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whatever pool a statement goes through, it ends. That of the service is asserted here, the same
 * behind a pooler in {@link PoolerTest}, that of a replica in {@link ReplicaTest}.
 */
@Timeout(60)
class StatementTimeoutTest {

  private static DatabaseSettings settings(TestDatabase database) {
    Settings environment =
        new Settings(
            Map.of("CAMEO_DATABASE_URL", database.setting(), "CAMEO_DATABASE_TIMEOUT", "100ms"));
    DatabaseSettings settings = DatabaseSettings.from(environment, Path.of("data"));
    environment.verify();
    return settings;
  }

  @Test
  void theServersOwnClockEndsAStatementOfTheServiceAndTheConnectionLivesOn() throws Exception {
    DatabaseConfiguration wiring = new DatabaseConfiguration();
    try (TestDatabase database = TestDatabase.openEmpty()) {
      DatabaseSettings settings = settings(database);
      Logins logins = wiring.databaseLogins(settings, new EmbeddedServer(Optional.empty()));
      try (HikariDataSource pool = (HikariDataSource) wiring.dataSource(logins, settings)) {
        JdbcClient sql = JdbcClient.create(pool);

        assertThatThrownBy(() -> sql.sql("select pg_sleep(60)").query().singleRow())
            .hasMessageContaining("canceling statement due to statement timeout");
        assertThat(sql.sql("select 1").query(Integer.class).single()).isEqualTo(1);
      }
    }
  }

  @Test
  void aCommandsStatementHasAnHour() {
    try (TestDatabase database = TestDatabase.openEmpty();
        CommandDatabase command = CommandDatabase.open(settings(database), IfMissing.REFUSE)) {
      assertThat(
              JdbcClient.create(command.dataSource())
                  .sql("show statement_timeout")
                  .query(String.class)
                  .single())
          .isEqualTo("1h");
    }
  }
}
