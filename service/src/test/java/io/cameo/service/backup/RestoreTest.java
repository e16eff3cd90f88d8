package io.cameo.service.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.catalogue.IdempotencyScope;
import io.cameo.service.catalogue.VersionId;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreTest {

  @TempDir private Path folder;
  private BackupRig rig;
  private BackupArchive archive;

  @BeforeEach
  void open() {
    rig = BackupRig.open(folder.resolve("objects"));
    archive = BackupRig.archive(folder.resolve("archive"));
  }

  @AfterEach
  void close() {
    archive.close();
    rig.close();
  }

  @Test
  void bringsEverythingBackIntoAnEmptySystemRowByRowAndByteByByte() throws SQLException {
    rig.upload("ann");
    rig.upload("ann");
    rig.delete("ann");
    rig.upload("dora");
    rig.upload("bob");
    rig.erase("bob");
    rig.intend("carl");
    rig.database
        .sql()
        .sql(
            "insert into audit (action, outcome, actor, subject, address) values"
                + " ('upload', E'odd \"words\",\\nü', '', 'ann', null)")
        .update();
    Map<String, List<String>> rows = rig.rows();
    Map<String, String> objects = rig.objects();
    rig.backup(archive).make();

    try (BackupRig fresh = BackupRig.empty(folder.resolve("fresh"))) {
      RestoreReport report = fresh.restore(archive).run(RestoreOptions.NEWEST);

      assertThat(fresh.rows()).isEqualTo(rows);
      assertThat(objects)
          .as("all but the unfinished and the erased ones")
          .containsAllEntriesOf(fresh.objects());
      assertThat(fresh.objects()).hasSize(9);
      assertThat(report.objects()).isEqualTo(new RestoreReport.Objects(9, 0, 0));
      assertThat(report.versions()).isEqualTo(new RestoreReport.Versions(0, 0, 0));
      assertThat(fresh.violations()).isEmpty();
      assertThat(fresh.database.migrations().pending()).isEmpty();
      // Numbers that were given out are not given out again.
      assertThat(order(fresh)).isEqualTo(order(rig));
      fresh.upload("ann");
      assertThat(fresh.violations()).isEmpty();
    }
  }

  private static long order(BackupRig rig) {
    return rig.database.sql().sql("select last_value from change_order").query(Long.class).single();
  }

  @Test
  void replacesAnExistingSystemAndSaysWhat() throws SQLException {
    VersionId before = rig.upload("ann");
    VersionId damaged = rig.upload("dora");
    rig.backup(archive).make();
    VersionId after = rig.upload("ann");
    rig.upload("late");
    rig.store.delete(damaged.keyPrefix() + "128.jpg");
    rig.store.delete(before.keyPrefix() + "128.jpg");
    rig.store.put(
        new NewObject(
            damaged.keyPrefix() + "128.jpg",
            new byte[] {1, 2},
            ObjectMetadata.immutable("image/jpeg")));
    long order = order(rig);
    rig.database
        .sql()
        .sql(
            """
            insert into upload_ticket (id, subject, state, change_order, content_type, least_bytes,
              most_bytes, on_arrival, crop, actor, form_until, finish_until)
            values (gen_random_uuid(), 'ann', 'OPEN', 99, 'image/png', 1, 9, false, '', 'admin',
              now(), now() + interval '1 hour')
            """)
        .update();

    RestorePlan plan = rig.restore(archive).plan(RestoreOptions.NEWEST);
    assertThat(plan.obstacles()).isEmpty();
    assertThat(plan.existing()).contains(new RestorePlan.Existing(3, 4, 4));
    assertThat(rig.current("ann")).as("a plan touches nothing").contains(after.toString());

    RestoreReport report = rig.restore(archive).run(RestoreOptions.NEWEST);

    assertThat(rig.current("ann")).contains(before.toString());
    assertThat(rig.current("late")).isEmpty();
    assertThat(report.objects()).isEqualTo(new RestoreReport.Objects(1, 1, 4));
    assertThat(rig.violations()).isEmpty();
    assertThat(order(rig)).as("a number of today is not given out again").isEqualTo(order);
    assertThat(
            rig.database
                .sql()
                .sql("select state || coalesce(subject, '') from upload_ticket")
                .query(String.class)
                .list())
        .as("a ticket of today cannot be finished any more, and its object goes")
        .containsExactly("WITHDRAWN");
    // What was uploaded since leaves by the way of the reaper, and nothing is forgotten.
    assertThat(report.versions().setAside()).isEqualTo(2);
    assertThat(rig.state(after)).isEqualTo("EXPIRED");
    rig.database
        .sql()
        .sql("update version set delete_after = now() where state = 'EXPIRED'")
        .update();
    rig.catalogue.reaper().reap();
    assertThat(rig.objects().keySet())
        .allSatisfy(key -> assertThat(key).containsAnyOf(before.keyPrefix(), damaged.keyPrefix()));
  }

  @Test
  void whatWasErasedAfterTheBackupStaysErasedInTheExistingSystem() throws SQLException {
    VersionId ann = rig.upload("ann");
    rig.upload("bob");
    rig.identify("ann", "bob");
    rig.backup(archive).make();
    rig.erase("ann");
    rig.catalogue.reaper().reap();
    List<String> certificates = rig.rows().get("erasure");

    assertThat(rig.restore(archive).plan(RestoreOptions.NEWEST).erasures()).isEqualTo(1);
    RestoreReport report = rig.restore(archive).run(RestoreOptions.NEWEST);

    assertThat(report.versions().erasedAgain()).isEqualTo(1);
    assertErased(rig, "ann", ann);
    assertThat(rig.rows().get("erasure")).as("the certificate is kept").isEqualTo(certificates);
    assertThat(rig.rows().get("identity"))
        .as("whose hashes are known")
        .singleElement()
        .asString()
        .contains("bob");
    assertThat(rig.current("bob")).isPresent();
  }

  private static void assertErased(BackupRig rig, String subject, VersionId version)
      throws SQLException {
    assertThat(rig.current(subject)).isEmpty();
    assertThat(rig.state(version)).isEqualTo("TOMBSTONED");
    assertThat(rig.objects().keySet()).noneMatch(key -> key.startsWith(version.keyPrefix()));
    assertThat(
            rig.database
                .sql()
                .sql("select count(*) from audit where subject = ?")
                .param(subject)
                .query(Integer.class)
                .single())
        .as("lines of the audit with the subject's name")
        .isZero();
    assertThat(
            rig.database
                .sql()
                .sql("select count(*) from audit where action = 'erase' and actor = 'restore'")
                .query(Integer.class)
                .single())
        .isEqualTo(1);
    assertThat(rig.violations()).isEmpty();
    rig.catalogue.reaper().reap();
    assertThat(rig.state(version)).isEqualTo("gone");
  }

  @Test
  void whatWasErasedStaysErasedWhenOnlyTheArchiveIsLeft() throws SQLException {
    VersionId ann = rig.upload("ann");
    String old = rig.backup(archive).make().id();
    rig.erase("ann");
    assertThat(Backup.gatherErasures(rig.database.dataSource(), archive)).isEqualTo(1);

    try (BackupRig fresh = BackupRig.empty(folder.resolve("fresh"))) {
      fresh.restore(archive).run(new RestoreOptions(Optional.of(old), Optional.empty(), false));
      assertErased(fresh, "ann", ann);
    }
  }

  @Test
  void whatWasErasedStaysErasedByAListFromElsewhere() throws SQLException, IOException {
    VersionId ann = rig.upload("ann");
    rig.upload("bob");
    rig.backup(archive).make();
    Path list = folder.resolve("tombstones.txt");
    Files.writeString(list, "somebody-else\nann\n");

    try (BackupRig fresh = BackupRig.empty(folder.resolve("fresh"))) {
      RestoreOptions options = new RestoreOptions(Optional.empty(), Optional.of(list), false);
      RestoreReport report = fresh.restore(archive).run(options);
      assertThat(report.versions().erasedAgain()).isEqualTo(1);
      assertThat(fresh.current("bob")).isPresent();
      assertThat(fresh.current("ann")).isEmpty();
      assertThat(fresh.state(ann)).isEqualTo("TOMBSTONED");
      assertThat(fresh.rows().get("erasure")).hasSize(2);
    }
    Files.writeString(list, "not a subject, but a sentence\n");
    assertThatThrownBy(
            () ->
                rig.restore(archive)
                    .run(new RestoreOptions(Optional.empty(), Optional.of(list), false)))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining(list.toString());
  }

  @Test
  void aPictureThatWasUploadedAfterAnErasureIsKept() throws SQLException {
    rig.upload("ann");
    rig.erase("ann");
    VersionId anew = rig.upload("ann");
    rig.backup(archive).make();

    try (BackupRig fresh = BackupRig.empty(folder.resolve("fresh"))) {
      fresh.restore(archive).run(RestoreOptions.NEWEST);
      assertThat(fresh.current("ann")).contains(anew.toString());
      assertThat(fresh.violations()).isEmpty();
    }
  }

  @Test
  void hashesSubjectsInSqlAsTheCatalogueDoes() {
    byte[] inSql =
        rig.database
            .sql()
            .sql("select sha256('\\x65726173656400'::bytea || convert_to(?, 'UTF8'))")
            .param("ann@example")
            .query(byte[].class)
            .single();

    assertThat(inSql).isEqualTo(IdempotencyScope.ofErased("ann@example"));
  }

  @Test
  void isRefusedWhileAServiceIsConnected() throws SQLException {
    rig.upload("ann");
    rig.backup(archive).make();
    Map<String, List<String>> rows = rig.rows();
    String[] login = rig.database.setting().replaceFirst("postgresql://", "").split("[:@/]");
    String url =
        "jdbc:postgresql://"
            + login[2]
            + ":"
            + login[3]
            + "/"
            + login[4]
            + "?ApplicationName=cameo";
    try (var service = DriverManager.getConnection(url, login[0], login[1])) {
      assertThat(service.isValid(5)).isTrue();
      assertThatThrownBy(() -> rig.restore(archive).run(RestoreOptions.NEWEST))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("Nothing was touched")
          .hasMessageContaining("Stop every node first");
    }
    assertThat(rig.rows()).isEqualTo(rows);
  }

  @Test
  void refusesASchemaThatIsNotTheBackupsAndBringsAnEmptyDatabaseToIt() throws SQLException {
    rig.upload("ann");
    rig.backup(archive).make();
    rig.database
        .sql()
        .sql(
            """
            insert into databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype)
            values ('999-later', 'x', 'db/changelog/999-later.sql', now(), 9999, 'EXECUTED')
            """)
        .update();
    assertThatThrownBy(() -> rig.restore(archive).run(RestoreOptions.NEWEST))
        .hasMessageContaining("999-later")
        .hasMessageContaining("Restore into an empty database");
    String newer = rig.backup(archive).make().id();

    try (BackupRig fresh = BackupRig.empty(folder.resolve("fresh"))) {
      assertThatThrownBy(() -> fresh.restore(archive).run(RestoreOptions.NEWEST))
          .hasMessageContaining("newer release")
          .hasMessageContaining("999-later");
      assertThat(fresh.objects()).isEmpty();
      String older =
          archive.snapshots().stream()
              .map(Snapshot::id)
              .filter(id -> !id.equals(newer))
              .findFirst()
              .orElseThrow();
      fresh.restore(archive).run(new RestoreOptions(Optional.of(older), Optional.empty(), false));
      assertThat(fresh.violations()).isEmpty();
      assertThat(fresh.current("ann")).isPresent();
    }
  }

  /** The rows of an older release go into its schema, and are migrated from there. */
  @Test
  void bringsTheRowsOfAnOlderReleaseToThisOne() throws SQLException {
    List<String> steps =
        rig.database.migrations().known().stream().map(change -> change.id()).toList();
    assertThat(steps).contains("011-backup");
    try (BackupRig older = BackupRig.empty(folder.resolve("older"));
        BackupRig fresh = BackupRig.empty(folder.resolve("fresh"))) {
      older.database.migrations().up();
      older.upload("ann");
      older.database.migrations().down(steps.size() - steps.indexOf("011-backup"));
      assertThatThrownBy(() -> older.backup(archive).make())
          .as("this release cannot note its success there, but the archive is whole")
          .isInstanceOf(RuntimeException.class);
      assertThat(archive.snapshots()).hasSize(1);

      fresh.restore(archive).run(RestoreOptions.NEWEST);

      assertThat(fresh.database.migrations().pending()).isEmpty();
      assertThat(fresh.current("ann")).isEqualTo(older.current("ann"));
      assertThat(fresh.violations()).isEmpty();
    }
  }

  @Test
  void anErasureThatHappensWhileItRunsIsNotLost() throws SQLException {
    rig.upload("ann");
    VersionId bob = rig.upload("bob");
    rig.backup(archive).make();
    Progress erasing =
        (what, total) -> {
          if (what.equals("rows")) {
            rig.erase("bob");
          }
          return count -> {};
        };
    RestoreTarget target =
        new RestoreTarget(rig.database.dataSource(), rig.database.migrations(), rig.store);

    assertThatThrownBy(() -> new Restore(target, archive, erasing).run(RestoreOptions.NEWEST))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("No row was changed")
        .hasMessageContaining("erased meanwhile");
    assertThat(rig.state(bob)).isEqualTo("TOMBSTONED");

    rig.restore(archive).run(RestoreOptions.NEWEST);
    assertThat(rig.state(bob)).isEqualTo("TOMBSTONED");
    assertThat(rig.current("ann")).isPresent();
    assertThat(rig.violations()).isEmpty();
  }

  @Test
  void beginsAgainAfterItWasInterrupted() throws SQLException {
    rig.upload("ann");
    rig.upload("bob");
    rig.backup(archive).make();
    try (BackupRig fresh = BackupRig.empty(folder.resolve("fresh"))) {
      Progress failing =
          (what, total) -> {
            if (what.equals("rows")) {
              throw new IllegalStateException("the test's own failure");
            }
            return count -> {};
          };
      assertThatThrownBy(
              () ->
                  new Restore(
                          new RestoreTarget(
                              fresh.database.dataSource(),
                              fresh.database.migrations(),
                              fresh.store),
                          archive,
                          failing)
                      .run(RestoreOptions.NEWEST))
          .hasMessageContaining("own failure");
      assertThat(fresh.current("ann")).isEmpty();

      assertThat(fresh.restore(archive).run(RestoreOptions.NEWEST).objects())
          .isEqualTo(new RestoreReport.Objects(0, 0, 6));
      assertThat(fresh.violations()).isEmpty();
    }
  }
}
