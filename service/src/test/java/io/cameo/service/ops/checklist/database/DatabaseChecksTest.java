package io.cameo.service.ops.checklist.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.TestSettings;
import io.cameo.service.backup.BackupHistory;
import io.cameo.service.database.ConnectionBudget;
import io.cameo.service.database.Migrations;
import io.cameo.service.database.Migrations.Change;
import io.cameo.service.database.ReplicaLook;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Installation;
import io.cameo.service.ops.checklist.line.Mark;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.Terminal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the checks of the database say when all is well, and when it is not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseChecksTest {

  private static final Change STEP =
      new Change(OptimisationsApplied.SCRIPT, "opt-subject-current", Optional.empty());

  private TestDatabase database;
  private OpsContext context;
  private List<Check> checks;

  @BeforeAll
  void open(@TempDir Path data) {
    database = TestDatabase.open();
    context = context(data, database.setting());
    checks = DatabaseChecks.of(new Installation(context));
  }

  @AfterAll
  void close() throws Exception {
    context.close();
    database.close();
  }

  private static OpsContext context(Path data, String address) {
    return new OpsContext(
        TestSettings.of(
            data,
            Map.of(
                "CAMEO_DATABASE_URL", address,
                "CAMEO_DATABASE_REPLICA_URLS", address)),
        Clock.systemUTC(),
        new Terminal(System.out, System.err, false));
  }

  private Answer look(String name) throws Exception {
    return checks.stream()
        .filter(each -> each.about().name().equals(name))
        .findFirst()
        .orElseThrow()
        .look();
  }

  @Test
  void aDatabaseThatIsUpToDatePasses() throws Exception {
    assertThat(look("optimisations-applied").mark()).isEqualTo(Mark.PASS);
    Answer used = look("optimisations-used");
    assertThat(used.mark()).as(used.toString()).isEqualTo(Mark.PASS);
    assertThat(look("connections-suffice").mark()).isEqualTo(Mark.PASS);
    assertThat(look("statements-fast").mark()).isEqualTo(Mark.PASS);
    assertThat(look("migrations-taken").mark()).isEqualTo(Mark.PASS);
    Answer back = look("migrations-reversible");
    assertThat(back.mark()).as(back.toString()).isEqualTo(Mark.PASS);
    assertThat(back.evidence().getFirst()).contains("steps can be taken back");
  }

  @Test
  void anIndexThatWasDroppedIsMissedTwice() throws Exception {
    database.sql().sql("drop index version_reapable").update();
    try {
      Answer applied = look("optimisations-applied");
      assertThat(applied.mark()).isEqualTo(Mark.FAIL);
      assertThat(applied.evidence()).containsExactly("The index version_reapable is not there.");
      Answer used = look("optimisations-used");
      assertThat(used.mark()).isEqualTo(Mark.FAIL);
      assertThat(used.evidence()).hasSize(1).allMatch(line -> line.contains("version_reapable"));
    } finally {
      database
          .sql()
          .sql(
              "create index version_reapable on version (delete_after)"
                  + " where state in ('RETIRED', 'EXPIRED', 'TOMBSTONED')")
          .update();
    }
  }

  private static Migrations.Status status(
      List<Change> taken, List<Change> pending, List<Change> held, List<Change> unknown) {
    return new Migrations.Status(taken, pending, held, unknown);
  }

  @Test
  void stepsThatAreMissingOrNewerAreNamed() {
    Answer missing =
        new MigrationsTaken(() -> status(List.of(), List.of(STEP, STEP), List.of(), List.of()))
            .look();
    assertThat(missing.mark()).isEqualTo(Mark.FAIL);
    assertThat(missing.evidence()).hasSize(2);
    Supplier<Migrations.Status> newer =
        () -> status(List.of(STEP), List.of(), List.of(), List.of(STEP));
    assertThat(new MigrationsTaken(newer).look().mark()).isEqualTo(Mark.WARN);
    assertThat(new MigrationsReversible(() -> null, newer).look().mark()).isEqualTo(Mark.WARN);
    assertThat(
            new MigrationsTaken(() -> status(List.of(STEP), List.of(), List.of(STEP), List.of()))
                .look()
                .mark())
        .isEqualTo(Mark.PASS);
  }

  @Test
  void aStepWithoutAWayBackFails() {
    Answer none =
        new MigrationsReversible(
                () -> {
                  throw new IllegalStateException("no inverse to change x");
                },
                () -> status(List.of(STEP), List.of(), List.of(), List.of()))
            .look();

    assertThat(none.mark()).isEqualTo(Mark.FAIL);
    assertThat(none.evidence().getFirst()).contains("no inverse to change x");
  }

  @Test
  void tooFewConnectionsAreCounted() throws Exception {
    Answer few =
        new ConnectionsSuffice(
                () -> new ConnectionBudget(20, 3, 10, ConnectionBudget.Server.PRIMARY))
            .look();

    assertThat(few.mark()).isEqualTo(Mark.FAIL);
    assertThat(few.evidence().getFirst()).contains("may open 36");
  }

  /** The replica that the settings name is the primary itself, which is no replica. */
  @Test
  void whatIsNoReplicaIsFound() throws Exception {
    Answer wrong = look("replicas-follow");

    assertThat(wrong.mark()).isEqualTo(Mark.FAIL);
    assertThat(wrong.evidence().getFirst()).contains("leads to the primary itself");
  }

  @Test
  void replicasThatFollowPass() throws Exception {
    assertThat(
            new ReplicasFollow(true, () -> List.of(new ReplicaLook.Seen("r1", true, "", 0)))
                .look()
                .mark())
        .isEqualTo(Mark.PASS);
    assertThat(new ReplicasFollow(false, List::of).look().mark()).isEqualTo(Mark.NOT_APPLICABLE);
  }

  private static Supplier<Optional<BackupHistory.Last>> backup(String id, Duration age) {
    return () -> Optional.of(new BackupHistory.Last(id, Instant.EPOCH, age, "/srv/backups", 1, 1));
  }

  @Test
  void aBackupMustBeYoung() {
    assertThat(new BackupYoung(backup("b", Duration.ofHours(3)), true).look().mark())
        .isEqualTo(Mark.PASS);
    assertThat(new BackupYoung(backup("b", Duration.ofHours(30)), true).look().mark())
        .isEqualTo(Mark.FAIL);
    assertThat(new BackupYoung(Optional::empty, true).look().mark()).isEqualTo(Mark.FAIL);
    assertThat(new BackupYoung(Optional::empty, false).look().mark()).isEqualTo(Mark.WARN);
  }

  @Test
  void aBackupMustBeWhereItWasWritten() {
    Supplier<Optional<BackupHistory.Last>> last = backup("b", Duration.ofHours(3));

    assertThat(new BackupRestorable(last, place -> List.of("a", "b")).look().mark())
        .isEqualTo(Mark.PASS);
    assertThat(new BackupRestorable(last, place -> List.of("a")).look().mark())
        .isEqualTo(Mark.FAIL);
    assertThat(
            new BackupRestorable(backup("other-1", Duration.ZERO), place -> List.of())
                .look()
                .mark())
        .isEqualTo(Mark.UNKNOWN);
    assertThat(new BackupRestorable(Optional::empty, place -> List.of()).look().mark())
        .isEqualTo(Mark.UNKNOWN);
  }

  @Test
  void aTransactionThatTakesLongIsNamed() throws Exception {
    try (Connection service = database.dataSource().getConnection();
        Statement statement = service.createStatement()) {
      statement.execute("set application_name = 'cameo'");
      service.setAutoCommit(false);
      statement.execute("select 1");
      try {
        Answer slow = new StatementsFast(database::sql, Duration.ZERO).look();
        assertThat(slow.mark()).isEqualTo(Mark.WARN);
        assertThat(slow.evidence().getFirst()).contains("idle in transaction for 0 s");
      } finally {
        service.rollback();
        service.setAutoCommit(true);
        statement.execute("reset application_name");
      }
    }
  }
}
