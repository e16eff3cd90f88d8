package io.cameo.service.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.catalogue.Intent;
import io.cameo.service.catalogue.VersionId;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {

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

  private Map<String, Object> pool() throws IOException {
    Map<String, Object> files = new TreeMap<>();
    Path objects = folder.resolve("archive/objects");
    if (Files.isDirectory(objects)) {
      try (Stream<Path> all = Files.walk(objects)) {
        for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
          files.put(
              file.getFileName() + " of " + file.getParent().getFileName(),
              Files.readAttributes(file, BasicFileAttributes.class).fileKey());
        }
      }
    }
    return files;
  }

  @Test
  void holdsTheRowsAndObjectsOfOneMoment() throws SQLException {
    rig.upload("ann");
    rig.upload("ann");
    rig.upload("bob");
    Intent unfinished = rig.intend("carl");

    BackupReport report = rig.backup(archive).make();

    assertThat(report.complete()).isTrue();
    assertThat(report.totals().objects()).as("three versions of three objects").isEqualTo(9);
    assertThat(report.copied().objects()).isEqualTo(9);
    VerificationReport verified = Verification.of(archive, Optional.empty(), Progress.NONE);
    assertThat(verified.damages()).isEmpty();
    assertThat(verified.files()).isGreaterThan(9 + 5);
    assertThat(archive.snapshots())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.id()).isEqualTo(report.id());
              assertThat(s.complete()).isTrue();
              assertThat(s.database()).startsWith("18");
              assertThat(s.rows()).isEqualTo(report.totals().rows());
            });
    assertThat(rig.state(unfinished.id())).isEqualTo("PENDING");
    assertThat(rig.violations()).isEmpty();
  }

  @Test
  void copiesAnObjectOnceForAllBackups() throws IOException {
    rig.upload("ann");
    rig.backup(archive).make();
    Map<String, Object> first = pool();
    rig.upload("ann");

    BackupReport second = rig.backup(archive).make();

    assertThat(second.copied().objects()).isEqualTo(3);
    assertThat(second.totals().objects()).isEqualTo(6);
    assertThat(pool()).hasSize(6).containsAllEntriesOf(first);
    assertThat(rig.backup(archive).make().copied().objects()).isZero();
  }

  @Test
  void copiesAnObjectAgainThatIsInTheArchiveWithTheWrongLength() throws IOException {
    VersionId version = rig.upload("ann");
    rig.backup(archive).make();
    Path cut =
        folder.resolve(
            "archive/objects/" + version.toString().substring(0, 3) + "/" + version + "/64.webp");
    Files.write(cut, new byte[] {1});

    assertThat(rig.backup(archive).make().copied().objects()).isEqualTo(1);
    assertThat(Verification.of(archive, Optional.empty(), Progress.NONE).undamaged()).isTrue();
  }

  @Test
  void allowsWhatHadToGoMeanwhileToBeMissingAndListsIt() throws SQLException {
    VersionId old = rig.upload("ann");
    rig.upload("ann");
    VersionId erased = rig.upload("bob");
    rig.upload("carl");
    Progress whileItRuns =
        (what, total) -> {
          if (what.equals("objects")) {
            rig.database
                .sql()
                .sql("update version set delete_after = now() where id = ?")
                .param(old.value())
                .update();
            rig.erase("bob");
            rig.catalogue.reaper().reap();
          }
          return count -> {};
        };

    BackupReport report =
        new Backup(rig.database.dataSource(), rig.store, archive, whileItRuns, "test").make();

    assertThat(report.complete()).isTrue();
    assertThat(report.missing()).hasSize(6);
    assertThat(report.missing())
        .allSatisfy(
            missing -> {
              assertThat(missing.reason().isFault()).isFalse();
              assertThat(missing.key())
                  .satisfiesAnyOf(
                      key -> assertThat(key).startsWith(old.keyPrefix()),
                      key -> assertThat(key).startsWith(erased.keyPrefix()));
            });
    try (BackupRig fresh = BackupRig.empty(folder.resolve("fresh"))) {
      RestoreReport restored = fresh.restore(archive).run(RestoreOptions.NEWEST);
      assertThat(restored.versions().erasedAgain()).isEqualTo(1);
      assertThat(restored.versions().withoutObjects()).isEqualTo(1);
      assertThat(fresh.violations()).isEmpty();
      assertThat(fresh.current("bob")).isEmpty();
      assertThat(fresh.current("ann")).isEqualTo(rig.current("ann"));
    }
  }

  @Test
  void isNotCompleteWhenAnObjectIsLostOrDamagedAndSaysWhich() {
    rig.upload("ann");
    VersionId bob = rig.upload("bob");
    rig.store.delete(bob.keyPrefix() + "128.jpg");
    rig.store.delete(bob.keyPrefix() + "64.webp");
    rig.store.put(
        new NewObject(
            bob.keyPrefix() + "64.webp", new byte[] {1}, ObjectMetadata.immutable("image/webp")));

    BackupReport report = rig.backup(archive).make();

    assertThat(report.complete()).isFalse();
    assertThat(report.faults())
        .containsExactly(
            new MissingObject(bob.keyPrefix() + "128.jpg", MissingObject.Reason.LOST),
            new MissingObject(bob.keyPrefix() + "64.webp", MissingObject.Reason.DAMAGED));
    assertThat(new BackupHistory(rig.database.sql()).last()).as("it counts for no alarm").isEmpty();
    try (BackupRig fresh = BackupRig.empty(folder.resolve("fresh"))) {
      assertThatThrownBy(() -> fresh.restore(archive).run(RestoreOptions.NEWEST))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("--accept-missing");
      fresh.restore(archive).run(new RestoreOptions(Optional.empty(), Optional.empty(), true));
      assertThat(fresh.violations()).isEmpty();
      assertThat(fresh.current("ann")).isPresent();
      assertThat(fresh.current("bob")).as("nobody's picture without its objects").isEmpty();
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
  }

  /** A backup that could not be restored says so when it is made, not when it is needed. */
  @Test
  void isNotCompleteWhenTheCatalogueItselfDoesNotAgree() {
    rig.upload("ann");
    VersionId bob = rig.upload("bob");
    rig.database
        .sql()
        .sql("update subject set current_version = null where subject = 'bob'")
        .update();

    BackupReport report = rig.backup(archive).make();

    assertThat(report.complete()).isFalse();
    assertThat(report.disagreements())
        .singleElement()
        .asString()
        .contains(bob.value() + " is live, and its subject does not point at it");
    assertThat(new BackupHistory(rig.database.sql()).last()).isEmpty();
    VerificationReport verified = Verification.of(archive, Optional.empty(), Progress.NONE);
    assertThat(verified.damages())
        .as("the archive alone shows it as well")
        .singleElement()
        .asString()
        .contains("/tables/subject.csv: expected a pointer to each of the 2 live versions");
    assertThatThrownBy(() -> rig.restore(archive).run(RestoreOptions.NEWEST))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("Nothing was touched");
  }

  @Test
  void keepsTheNewestBackupsAndWhatTheyName() throws IOException {
    VersionId first = rig.upload("ann");
    rig.backup(archive).make();
    rig.erase("ann");
    rig.catalogue.reaper().reap();
    rig.upload("bob");
    rig.backup(archive).make();
    String newest = rig.backup(archive).make().id();
    Pruning pruning = new Pruning(archive, Progress.NONE);

    PruningReport asked = pruning.prune(2, false);
    assertThat(asked.done()).isFalse();
    assertThat(asked.removed()).hasSize(1);
    assertThat(asked.objects()).isEqualTo(3);
    assertThat(archive.snapshots()).hasSize(3);
    assertThat(pool()).hasSize(6);

    PruningReport done = pruning.prune(2, true);
    assertThat(done.objects()).isEqualTo(3);
    assertThat(done.kept()).startsWith(newest);
    assertThat(archive.snapshots()).hasSize(2);
    assertThat(pool())
        .hasSize(3)
        .allSatisfy((name, key) -> assertThat(name).doesNotContain(first.toString()));
    assertThat(Verification.of(archive, Optional.empty(), Progress.NONE).undamaged()).isTrue();
    assertThat(pruning.prune(2, true).objects()).isZero();
    assertThat(Erasures.gathered(archive.archive()).all()).as("erasures stay known").hasSize(1);
  }

  @Test
  void refusesAFolderThatHoldsSomethingElse() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home"));
    Files.writeString(home.resolve("letter.txt"), "dear");

    assertThatThrownBy(() -> BackupRig.archive(home))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("neither empty nor an archive");
    assertThat(home).isDirectoryContaining(file -> file.endsWith("letter.txt"));
  }

  @Test
  void oneBackupAtATime() {
    rig.upload("ann");
    try (var lock = archive.archive().files().lock()) {
      assertThatThrownBy(() -> rig.backup(archive).make())
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("Another backup");
    }
  }

  @Test
  void theAgeOfTheLastBackupIsKnownAndInfiniteWithoutOne() {
    BackupHistory history = new BackupHistory(rig.database.sql());
    assertThat(new BackupAge(history, Clock.systemUTC()).seconds()).isInfinite();

    rig.upload("ann");
    BackupReport report = rig.backup(archive).make();
    rig.database.sql().sql("update backup set taken_at = taken_at - interval '3 hours'").update();

    BackupAge age = new BackupAge(history, Clock.systemUTC());
    assertThat(age.seconds()).isBetween(3 * 3600.0, 3 * 3600.0 + 600);
    assertThat(age.objects()).isEqualTo(3);
    assertThat(age.bytes()).isEqualTo(report.totals().bytes());
    history.rememberOther("pg_dump to the vault", 5);
    assertThat(history.last().orElseThrow().place()).isEqualTo("pg_dump to the vault");
    assertThat(history.last().orElseThrow().age()).isLessThan(Duration.ofMinutes(10));
  }

  @Test
  void leavesNothingOfABackupThatFailed() throws IOException {
    rig.upload("ann");
    Progress failing =
        (what, total) -> {
          if (what.equals("objects")) {
            throw new IllegalStateException("the test's own failure");
          }
          return count -> {};
        };
    assertThatThrownBy(
            () -> new Backup(rig.database.dataSource(), rig.store, archive, failing, "test").make())
        .hasMessageContaining("own failure");
    assertThat(archive.snapshots()).isEmpty();
    assertThat(archive.archive().folders()).hasSize(1);

    String id = rig.backup(archive).make().id();

    assertThat(archive.archive().folders()).isEqualTo(List.of(id));
  }

  /** Through the port of the object store, which a bucket is as well as a folder. */
  @Test
  void worksTheSameInABucket() throws Exception {
    Path key = folder.resolve("key");
    Files.writeString(key, "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=");
    BackupArchive.Buckets buckets =
        bucket -> DiskStore.open(folder.resolve(bucket.bucket()), new DiskStoreOptions(0));
    rig.upload("ann");
    rig.upload("bob");
    try (BackupArchive inBucket =
        BackupArchive.begin("s3://vault/cameo/prod/", Optional.of(key), buckets)) {
      assertThat(rig.backup(inBucket).make().copied().objects()).isEqualTo(6);
      rig.erase("bob");
      rig.upload("carl");
      assertThat(rig.backup(inBucket).make().copied().objects()).isEqualTo(3);
      assertThat(new Pruning(inBucket, Progress.NONE).prune(1, true).objects()).isEqualTo(3);
    }
    try (BackupArchive inBucket =
            BackupArchive.open("s3://vault/cameo/prod", Optional.of(key), buckets);
        BackupRig fresh = BackupRig.empty(folder.resolve("fresh"))) {
      assertThat(inBucket.place()).isEqualTo("s3://vault/cameo/prod");
      assertThat(Verification.of(inBucket, Optional.empty(), Progress.NONE).damages()).isEmpty();
      fresh.restore(inBucket).run(RestoreOptions.NEWEST);
      assertThat(fresh.current("carl")).isEqualTo(rig.current("carl"));
      assertThat(fresh.violations()).isEmpty();
    }
    assertThat(folder.resolve("vault")).isDirectoryContaining(path -> path.endsWith("cameo"));
  }
}
