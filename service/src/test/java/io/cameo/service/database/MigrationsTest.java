package io.cameo.service.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.database.Migrations.Change;
import io.cameo.service.database.Migrations.Changelog;
import io.cameo.service.database.Migrations.Pace;
import io.cameo.service.database.Migrations.Status;
import io.cameo.storage.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import liquibase.resource.DirectoryResourceAccessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the schema is changed, and by whom. */
@Timeout(90)
class MigrationsTest {

  private static final Pace HASTY =
      new Pace(Duration.ofMillis(300), Duration.ofMillis(100), 100, Duration.ofMillis(50));

  @TempDir private Path files;

  /** Migrations of the test's own making. */
  private Migrations of(TestDatabase database, String... lines) throws IOException {
    Files.writeString(
        files.resolve("test.sql"), "--liquibase formatted sql\n" + String.join("\n", lines));
    return new Migrations(
        database::connect, new Changelog("test.sql", new DirectoryResourceAccessor(files)), HASTY);
  }

  private static List<String> ids(List<Change> changes) {
    return changes.stream().map(Change::id).toList();
  }

  @Test
  void ofManyNodesThatStartAtOnceOneMakesTheSchemaAndAllFindIt() throws Exception {
    int nodes = 6;
    CountDownLatch together = new CountDownLatch(nodes);
    try (TestDatabase database = TestDatabase.openEmpty();
        ExecutorService threads = Executors.newFixedThreadPool(nodes)) {
      List<Future<Integer>> taken = new ArrayList<>();
      for (int node = 0; node < nodes; node++) {
        taken.add(
            threads.submit(
                () -> {
                  together.countDown();
                  together.await();
                  return database.migrations().up().size();
                }));
      }
      List<Integer> steps = new ArrayList<>();
      for (Future<Integer> each : taken) {
        steps.add(each.get(60, TimeUnit.SECONDS));
      }

      Status status = database.migrations().status();
      assertThat(status.pending()).isEmpty();
      assertThat(steps).containsOnlyOnce(status.taken().size());
      assertThat(steps.stream().mapToInt(Integer::intValue).sum()).isEqualTo(status.taken().size());
    }
  }

  @Test
  void theLockOfADeadNodeIsGoneWithItsSession() throws Exception {
    try (TestDatabase database = TestDatabase.openEmpty()) {
      Connection dead = database.connect();
      MigrationLock.take(dead, Duration.ofSeconds(1));
      // What a killed Liquibase leaves behind as well.
      try (var statement = dead.createStatement()) {
        statement.execute(
            "create table databasechangeloglock (id int primary key, locked boolean not null,"
                + " lockgranted timestamp, lockedby varchar(255))");
        statement.execute("insert into databasechangeloglock values (1, true, now(), 'dead')");
      }
      assertThatThrownBy(
              () -> new Migrations(database::connect, Changelog.ofThisRelease(), HASTY).up())
          .as("while it lives, nobody else changes the schema")
          .isInstanceOf(DatabaseUnavailableException.class)
          .hasMessageContaining("server process");

      database
          .sql()
          .sql(
              "select pg_terminate_backend(pid, 5000) from pg_locks where locktype = 'advisory'"
                  + " and database = (select oid from pg_database where datname = current_database())")
          .query(Boolean.class)
          .list();

      assertThat(database.migrations().up()).isNotEmpty();
    }
  }

  @Test
  void aLongStepIsNotKilledByTheTimeoutOfTheDatabase() throws Exception {
    try (TestDatabase database = TestDatabase.openEmpty()) {
      String name = database.sql().sql("select current_database()").query(String.class).single();
      database.sql().sql("alter database " + name + " set statement_timeout = '50ms'").update();
      Migrations migrations =
          of(database, "--changeset a:slow", "select pg_sleep(0.4);", "--rollback select 1;");

      assertThat(ids(migrations.up())).containsExactly("slow");
    }
  }

  @Test
  void aStepThatWaitsForATableLetsTheOthersByAndIsTriedAgain() throws Exception {
    try (TestDatabase database = TestDatabase.openEmpty();
        Connection busy = database.connect()) {
      database.sql().sql("create table t (a int)").update();
      busy.setAutoCommit(false);
      busy.createStatement().execute("select * from t");
      Migrations migrations =
          of(database, "--changeset a:wide", "alter table t add b int;", "--rollback select 1;");
      try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
        Future<List<Change>> up = thread.submit(() -> migrations.up());
        awaitARefusedLock(database);
        assertThat(database.sql().sql("select count(*) from t").query(Integer.class).single())
            .as("a reader behind the step")
            .isZero();
        busy.commit();

        assertThat(ids(up.get(30, TimeUnit.SECONDS))).containsExactly("wide");
      }
    }
  }

  /** The step has asked for the table. */
  private static void awaitARefusedLock(TestDatabase database) {
    Until.holds(
        "the step to wait",
        () ->
            !database
                .sql()
                .sql("select pid from pg_locks where not granted and relation = 't'::regclass")
                .query(Integer.class)
                .list()
                .isEmpty());
  }

  @Test
  void anIndexThatAnInterruptedBuildHasLeftIsMadeAnew() {
    try (TestDatabase database = TestDatabase.openEmpty()) {
      Migrations migrations = database.migrations();
      migrations.up();
      List<Change> taken = migrations.status().taken();
      int before = ids(taken).indexOf("opt-subject-gone");
      migrations.down(taken.size() - before);
      // An invalid one has the same name; that it is another one shows that it was made anew.
      database.sql().sql("create index subject_gone on subject (changed_order)").update();

      migrations.up();

      assertThat(
              database
                  .sql()
                  .sql("select pg_get_indexdef('subject_gone'::regclass)")
                  .query(String.class)
                  .single())
          .contains("updated_at", "current_version IS NULL");
      assertThat(
              database
                  .sql()
                  .sql("select count(*) from pg_index where not indisvalid")
                  .query(Integer.class)
                  .single())
          .isZero();
    }
  }

  @Test
  void whatTakesSomethingFromThePreviousReleaseWaitsForAWord() throws Exception {
    try (TestDatabase database = TestDatabase.openEmpty()) {
      Migrations migrations =
          of(
              database,
              "--changeset a:expand",
              "create table t (a int, b int);",
              "--rollback drop table t;",
              "--changeset a:contract labels:contract",
              "alter table t drop column b;",
              "--rollback alter table t add b int;",
              "--changeset a:later",
              "create table u (a int);",
              "--rollback drop table u;");

      assertThat(ids(migrations.up())).containsExactly("expand", "later");
      assertThat(ids(migrations.status().held())).containsExactly("contract");
      assertThat(migrations.status().pending()).isEmpty();

      assertThat(ids(migrations.upWithContract())).containsExactly("contract");
      assertThat(migrations.status().held()).isEmpty();
    }
  }

  @Test
  void whatANewerReleaseHasMadeIsLeftToThatRelease() throws Exception {
    try (TestDatabase database = TestDatabase.openEmpty()) {
      String first = "--changeset a:one\ncreate table t (a int);\n--rollback drop table t;";
      String second = "--changeset a:two\ncreate table u (a int);\n--rollback drop table u;";
      of(database, first, second).up();
      Migrations older = of(database, first);

      assertThat(ids(older.status().unknown())).containsExactly("two");
      assertThat(older.up()).isEmpty();
      assertThatThrownBy(() -> older.down(1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("newer release");
      assertThatThrownBy(() -> older.wayBack(3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("2 steps");
    }
  }
}
