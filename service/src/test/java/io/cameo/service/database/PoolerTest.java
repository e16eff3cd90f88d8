package io.cameo.service.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.cameo.service.catalogue.CatalogueScenario;
import io.cameo.service.catalogue.TestCatalogue;
import io.cameo.service.database.DatabaseConfiguration.Logins;
import io.cameo.service.ops.TestCommands;
import io.cameo.service.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** The service's way to its database through a pooler that shares connections by transaction. */
@Timeout(90)
class PoolerTest {

  @TempDir private Path folder;

  private final DatabaseConfiguration wiring = new DatabaseConfiguration();
  private TestDatabase database;
  private Pooler pooler;
  private DatabaseSettings settings;
  private Logins logins;
  private HikariDataSource pool;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.openEmpty();
    pooler = Pooler.before(database, folder);
    Settings environment =
        new Settings(
            Map.of(
                "CAMEO_DATABASE_URL",
                pooler.setting(),
                "CAMEO_DATABASE_DIRECT_URL",
                database.setting(),
                "CAMEO_DATABASE_POOL",
                "12",
                "CAMEO_DATABASE_TIMEOUT",
                "1s"));
    settings = DatabaseSettings.from(environment, folder);
    environment.verify();
    logins = wiring.databaseLogins(settings, new EmbeddedServer(Optional.empty()));
    pool = (HikariDataSource) wiring.dataSource(logins, settings);
    wiring.schemaAtStart(logins, pool).afterPropertiesSet();
  }

  @AfterEach
  void close() {
    if (pool != null) {
      pool.close();
    }
    if (pooler != null) {
      pooler.close();
    }
    database.close();
  }

  @Test
  void manyChangesAtOnceShareFewConnectionsAndEachIsWhole() throws Exception {
    int clients = 8;
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<Future<?>> days = new ArrayList<>();
      for (int client = 0; client < clients; client++) {
        String prefix = "client" + client;
        days.add(
            threads.submit(
                () -> CatalogueScenario.play(TestCatalogue.on(pool, objects -> {}), prefix)));
      }
      for (Future<?> day : days) {
        day.get(60, TimeUnit.SECONDS);
      }
    }

    assertThat(count("select count(*) from version where state = 'LIVE'")).isEqualTo(clients);
    assertThat(
            count(
                "select count(*) from subject s left join version v on v.id = s.current_version"
                    + " and v.state = 'LIVE' where s.current_version is not null and v.id is null"))
        .isZero();
    assertThat(
            count(
                "select count(*) from pg_stat_activity where datname = current_database() and"
                    + " application_name = 'cameo'"))
        .as("connections of the pool that reached the server")
        .isLessThanOrEqualTo(Pooler.CONNECTIONS);
  }

  private int count(String question) {
    return database.sql().sql(question).query(Integer.class).single();
  }

  @Test
  void aStatementThatTakesTooLongIsEndedAndLeavesNoSettingBehind() {
    JdbcTemplate sql = wiring.jdbcTemplate(pool, settings);

    assertThatThrownBy(() -> sql.queryForList("select pg_sleep(60)"))
        .hasMessageContaining("canceling statement");
    assertThat(sql.queryForObject("show statement_timeout", String.class))
        .as("a setting in a session that others get next")
        .isEqualTo("0");
  }

  @Test
  void changesOfOtherNodesAreHeardPastThePooler() throws Exception {
    LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    ChangeBus bus = new ChangeBus();
    bus.subscribe(
        new ChangeFeed.Listener() {
          @Override
          public void connected() {
            heard.add("connected");
          }

          @Override
          public void lost() {}

          @Override
          public void changed(String announcement) {
            heard.add(announcement);
          }
        });
    ChangeFeed feed = wiring.changeFeed(logins, bus);
    feed.start();
    try {
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("connected");
      new JdbcTemplate(pool)
          .queryForList("select pg_notify('" + ChangeFeed.CHANNEL + "', 'subject ann')");
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("subject ann");
    } finally {
      feed.stop();
    }
  }

  @Test
  void commandsGoPastThePooler() {
    TestCommands.Answer answer =
        TestCommands.on(database, folder)
            .with(
                Map.of(
                    "CAMEO_DATABASE_URL", pooler.setting(),
                    "CAMEO_DATABASE_DIRECT_URL", database.setting()))
            .run("migrate", "status");

    assertThat(answer.exitCode()).as(answer.err()).isZero();
  }
}
