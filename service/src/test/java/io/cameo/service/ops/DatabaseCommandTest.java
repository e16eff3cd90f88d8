package io.cameo.service.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.database.InstalledPostgres;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.ops.TestCommands.Answer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the operator is told of the database. */
@Timeout(120)
class DatabaseCommandTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SCAN = "select count(*) from audit where outcome like ?";

  @TempDir private Path data;

  @Test
  void statementsAreListedByTheirCostWithoutValuesAndSlowOnesAreFound() {
    try (TestDatabase database = TestDatabase.open()) {
      TestCommands commands =
          TestCommands.on(database, data).with(Map.of("CAMEO_SLOW_STATEMENT", "1ms"));
      Answer enabled = commands.run("database", "--enable", "--json");
      assertThat(enabled.err()).isEmpty();
      for (int i = 0; i < 12; i++) {
        database
            .sql()
            .sql("select count(*), pg_sleep(0.003) from version where subject = ?")
            .param("planted-subject-" + i)
            .query((row, index) -> row.getLong(1))
            .list();
      }

      Answer answer = commands.run("database", "--json", "--top", "500");

      JsonNode report = JSON.readTree(answer.out());
      JsonNode slow =
          report
              .path("statements")
              .valueStream()
              .filter(one -> one.path("text").asString().contains("pg_sleep"))
              .findFirst()
              .orElseThrow();
      assertThat(slow.path("calls").asLong()).isEqualTo(12);
      assertThat(slow.path("rows").asLong()).isEqualTo(12);
      assertThat(slow.path("meanMillis").asDouble()).isGreaterThanOrEqualTo(3);
      assertThat(slow.path("id").asString()).matches("[0-9a-f]{8}");
      assertThat(answer.out()).doesNotContain("planted-subject");
      assertThat(answer.exitCode()).as("something was found").isOne();
      assertThat(report.path("findings").toString())
          .contains("Statement " + slow.path("id").asString() + " takes");
      assertThat(report.path("tables").findValuesAsString("name")).contains("version", "audit");
      assertThat(commands.run("database").out())
          .contains("pg_sleep")
          .contains("Indexes without use in");
    }
  }

  @Test
  void wholeScansAirAndUnusedIndexesAreSeen() {
    try (TestDatabase database = TestDatabase.open()) {
      TestCommands commands = TestCommands.on(database, data);
      database
          .sql()
          .sql(
              """
              insert into audit (actor, action, outcome)
              select 'somebody', 'upload', repeat('x', 200) || n from generate_series(1, 60000) n
              """)
          .update();
      database.sql().sql("delete from audit where id % 4 <> 0").update();
      database.sql().sql("analyze audit").update();
      for (int i = 0; i < 40; i++) {
        database.sql().sql(SCAN).param("%nowhere%").query(Long.class).single();
      }
      // The counters of a session reach the server's when it has a moment, or when it is asked to.
      database.sql().sql("select pg_stat_force_next_flush()").query((row, index) -> 1).list();

      JsonNode report = JSON.readTree(commands.run("database", "--json").out());

      JsonNode audit =
          report
              .path("tables")
              .valueStream()
              .filter(one -> one.path("name").asString().equals("audit"))
              .findFirst()
              .orElseThrow();
      assertThat(audit.path("rows").asLong()).isBetween(14_000L, 16_000L);
      assertThat(audit.path("airBytes").asLong() * 2).isGreaterThan(audit.path("bytes").asLong());
      assertThat(report.path("findings").toString())
          .contains("Over half of table audit")
          .containsPattern("Table audit \\([0-9]+ rows\\) was read from end to end [0-9]+ times");
      assertThat(report.path("unusedIndexes").findValuesAsString("name"))
          .contains("erasure_of_subject");
    }
  }

  @Test
  void aServerThatCountsNoStatementsIsNotPassedOver() throws Exception {
    try (InstalledPostgres server = InstalledPostgres.start(data);
        TestDatabase database = server.openEmpty()) {
      TestCommands commands = TestCommands.on(database, data);

      Answer answer = commands.run("database");

      assertThat(answer.exitCode()).isOne();
      assertThat(answer.out())
          .contains("does not count statements")
          .contains("shared_preload_libraries = 'pg_stat_statements'")
          .contains("create extension pg_stat_statements");
      assertThat(JSON.readTree(commands.run("database", "--json").out()).path("missing").asString())
          .isNotEmpty();
      assertThat(commands.run("database", "--top", "0").exitCode()).isEqualTo(2);
    }
  }
}
