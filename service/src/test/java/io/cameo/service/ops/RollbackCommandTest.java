package io.cameo.service.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.database.Migrations;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.ops.TestCommands.Answer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rollbacks by the operator's hand; {@code RollbackTest} of the black-box tests goes a whole way.
 */
@Timeout(120)
class RollbackCommandTest {

  /** What this program is when it runs from no jar. */
  private static final String THIS = "development";

  @TempDir private Path data;

  private static void ran(TestDatabase database, String version, int stepsLess) {
    List<Migrations.Change> taken = database.migrations().status().taken();
    database
        .sql()
        .sql(
            """
            insert into program_release (version, steps, first_started_at, last_started_at)
            values (?, ?, now() - make_interval(hours => ?), now() - make_interval(hours => ?))
            """)
        .param(version)
        .param(
            taken.subList(0, taken.size() - stepsLess).stream()
                .map(Migrations.Change::key)
                .collect(Collectors.joining("\n")))
        .param(stepsLess)
        .param(stepsLess)
        .update();
  }

  private static void runs(TestDatabase database, String version) {
    database
        .sql()
        .sql(
            "insert into running_node (node, version, seen_at)"
                + " values (gen_random_uuid(), ?, now() + interval '1 hour')")
        .param(version)
        .update();
  }

  private static long count(TestDatabase database, String of) {
    return database.sql().sql("select count(*) from " + of).query(Long.class).single();
  }

  @Test
  void withoutAReleaseBeforeThereIsNothingToGoBackTo() {
    try (TestDatabase database = TestDatabase.open()) {
      TestCommands commands = TestCommands.on(database, data);
      ran(database, THIS, 0);

      Answer answer = commands.run("rollback", "--yes");
      assertThat(answer.exitCode()).isEqualTo(1);
      assertThat(answer.err()).contains("No release before development has run").contains(THIS);
      Answer unknown = commands.run("rollback", "--to", "7.0");
      assertThat(unknown.exitCode()).isEqualTo(2);
      assertThat(unknown.err()).contains("Release 7.0 has not run on this database");
      assertThat(commands.run("rollback", "--resume-service").exitCode()).isEqualTo(1);
      assertThat(count(database, "rollback_run")).isZero();
    }
  }

  @Test
  void whatIsDoneByHandIsWaitedForAndWhatWasSoBeforeStaysSo() {
    try (TestDatabase database = TestDatabase.open()) {
      TestCommands commands = TestCommands.on(database, data);
      ran(database, "0.0.9", 3);
      ran(database, THIS, 0);
      runs(database, THIS);
      assertThat(commands.run("uploads", "off", "--reason", "Long before.").exitCode()).isZero();
      String tomorrow = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MINUTES) + "";
      Answer planned =
          commands.run("maintenance", "on", "--message", "Tomorrow.", "--from", tomorrow);
      assertThat(planned.exitCode()).as(planned.err()).isZero();

      Answer plan = commands.run("rollback");
      assertThat(plan.exitCode()).as(plan.err()).isZero();
      assertThat(plan.out())
          .contains("from release development to release 0.0.9")
          .contains("by hand")
          .contains("Take back")
          .doesNotContain("LOST FOR GOOD");
      assertThat(count(database, "rollback_run")).isZero();

      Answer first = commands.run("rollback", "--yes");
      assertThat(first.exitCode()).isEqualTo(1);
      assertThat(first.out())
          .containsPattern("uploads +RB-1 +already")
          .contains("switches-reachable: warn")
          .containsPattern("notice +RB-5 +done");
      assertThat(first.err()).contains("Bring release 0.0.9 back by hand");

      database.sql().sql("update running_node set version = '0.0.9'").update();
      Answer second = commands.run("rollback", "--yes");
      assertThat(second.exitCode()).as(second.err()).isZero();
      assertThat(second.out())
          .containsPattern("deployment +RB-2 +done")
          .contains("1 node runs, of release 0.0.9.", "(releases-known: not applicable)")
          .containsPattern("schema +RB-3 +done")
          .contains("3 steps were taken back");
      assertThat(database.migrations().status().pending()).hasSize(3);

      Answer end = commands.run("rollback", "--resume-service");
      assertThat(end.exitCode()).as(end.err()).isZero();
      assertThat(end.out())
          .contains("Uploads stay off: they were off before", "Users are told that it is over");
      assertThat(count(database, "rollback_run where ended_at is null")).isZero();
      assertThat(count(database, "thrown_switch")).isEqualTo(1);
      assertThat(
              database
                  .sql()
                  .sql("select outcome from audit where action = 'rollback' order by id")
                  .query(String.class)
                  .list())
          .containsExactly("from development to 0.0.9", "ended");
      assertThat(count(database, "notice where kind = 'incident' and closed_at <= now()"))
          .isEqualTo(1);
      assertThat(count(database, "notice where kind = 'maintenance' and closed_at is null"))
          .as("what is planned stays so")
          .isEqualTo(1);
    }
  }

  @Test
  void theSchemaStaysWhileANodeNeedsItAndStepsCanBeLeftOut() {
    try (TestDatabase database = TestDatabase.open()) {
      TestCommands commands = TestCommands.on(database, data);
      ran(database, "0.0.9", 2);
      ran(database, THIS, 0);
      runs(database, THIS);

      Answer refused = commands.run("rollback", "--yes", "--skip", "deployment,orphans");
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err()).contains("1 nodes of release development still run");
      assertThat(database.migrations().status().pending()).isEmpty();
      assertThat(count(database, "thrown_switch where name = 'uploads'")).isEqualTo(1);

      Answer elsewhere = commands.run("rollback", "--to", "0.0.8", "--yes");
      assertThat(elsewhere.exitCode()).isEqualTo(2);
      assertThat(elsewhere.err()).contains("A rollback to release 0.0.9 has begun", "--skip");

      Answer early = commands.run("rollback", "--resume-service");
      assertThat(early.exitCode()).isEqualTo(1);
      assertThat(early.err()).contains("not through: schema");

      assertThat(commands.run("rollback", "--yes", "--skip", "schema").exitCode()).isZero();
      Answer end = commands.run("rollback", "--resume-service", "--json");
      assertThat(end.exitCode()).as(end.err()).isZero();
      assertThat(end.out()).contains("Uploads are on again.");
      assertThat(count(database, "thrown_switch")).isZero();
      assertThat(database.migrations().status().pending()).isEmpty();
    }
  }

  @Test
  void whatMakesNoSenseIsWrongUse() {
    try (TestDatabase database = TestDatabase.open()) {
      TestCommands commands = TestCommands.on(database, data);
      for (List<String> words :
          List.of(
              List.of("rollback", "--skip", "everything"),
              List.of("rollback", "--deployment", "helm:cameo"),
              List.of("rollback", "--message", "two\nlines"),
              List.of("rollback", "--resume-service", "--yes"),
              List.of("rollback", "--limit", "soon"))) {
        Answer refused = commands.run(words.toArray(String[]::new));
        assertThat(refused.exitCode()).as(String.join(" ", words)).isEqualTo(2);
        assertThat(refused.err()).isNotEmpty();
      }
      assertThat(count(database, "rollback_run")).isZero();
    }
  }
}
