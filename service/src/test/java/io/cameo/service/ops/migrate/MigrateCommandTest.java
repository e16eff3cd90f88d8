package io.cameo.service.ops.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.database.TestDatabase;
import io.cameo.service.ops.TestCommands;
import io.cameo.service.ops.TestCommands.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The words of {@code migrate}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MigrateCommandTest {

  private TestDatabase database;
  private TestCommands commands;

  @BeforeAll
  void open(@TempDir Path data) {
    database = TestDatabase.open();
    commands = TestCommands.on(database, data);
  }

  @AfterAll
  void close() {
    database.close();
  }

  private int steps() {
    return database
        .sql()
        .sql("select count(*) from databasechangelog")
        .query(Integer.class)
        .single();
  }

  @Test
  void downOnlySaysWhatItWouldDoUntilYes() {
    int all = steps();
    database.sql().sql("insert into limit_bucket values ('subject:ann', '\\x01', 1)").update();

    Answer dry = commands.run("migrate", "down", Integer.toString(all));

    assertThat(dry.exitCode()).as(dry.err()).isZero();
    assertThat(dry.out())
        .contains("drop table limit_bucket", "LOST FOR GOOD: table limit_bucket with 1 rows");
    assertThat(dry.err()).contains("Nothing was changed", "--yes");
    assertThat(steps()).isEqualTo(all);

    Answer done = commands.run("migrate", "down", "2", "--yes");
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(steps()).isEqualTo(all - 2);
    assertThat(commands.run("migrate", "status").exitCode()).isEqualTo(1);
    assertThat(commands.run("migrate", "up").exitCode()).isZero();
    assertThat(steps()).isEqualTo(all);
  }

  @Test
  void aReleaseIsReachedUpAndDown() {
    int all = steps();
    assertThat(commands.run("migrate", "to", "0.1.0", "--yes").exitCode()).isZero();
    assertThat(steps()).isEqualTo(all);
    assertThat(commands.run("migrate", "down", Integer.toString(all), "--yes").exitCode()).isZero();

    Answer up = commands.run("migrate", "to", "0.1.0");

    assertThat(up.exitCode()).as(up.err()).isZero();
    assertThat(up.out()).contains("taken  ", "(release 0.1.0)");
    assertThat(commands.run("migrate", "up").exitCode()).isZero();
    assertThat(steps()).isEqualTo(all);
  }

  @Test
  void whatCannotBeIsWrongUse() {
    Answer tooMany = commands.run("migrate", "down", "1000", "--yes");
    Answer unknown = commands.run("migrate", "to", "9.9.9");
    Answer noNumber = commands.run("migrate", "down");

    assertThat(tooMany.exitCode()).isEqualTo(2);
    assertThat(tooMany.err()).contains("The database has taken");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("no release 9.9.9");
    assertThat(noNumber.exitCode()).isEqualTo(2);
  }
}
