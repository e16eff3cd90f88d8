package io.cameo.service.backup;

import io.cameo.service.backup.archive.Archive;
import io.cameo.service.backup.archive.Damage;
import io.cameo.service.backup.archive.DamagedArchiveException;
import io.cameo.service.backup.archive.FileEntry;
import io.cameo.service.backup.archive.Manifest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads every file of a snapshot and compares it with what the manifest says, then the catalogue's
 * references with the list of objects. Touches nothing.
 */
public final class Verification {

  private static final int MOST_DAMAGES = 100;

  private final Archive archive;
  private final Manifest manifest;
  private final Progress progress;
  private final List<Damage> damages = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong files = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  Verification(Archive archive, Manifest manifest, Progress progress) {
    this.archive = archive;
    this.manifest = manifest;
    this.progress = progress;
  }

  /**
   * Reads everything of one snapshot.
   *
   * @param id its name; empty for the newest complete one
   * @throws BackupException if there is none, or its manifest is not whole
   */
  public static VerificationReport of(
      BackupArchive archive, Optional<String> id, Progress progress) {
    return BackupException.told(
        () ->
            new Verification(archive.archive(), Restore.choose(archive.archive(), id), progress)
                .run());
  }

  VerificationReport run() {
    checkTables();
    List<MissingObject> missing = List.of();
    // Lists that are damaged themselves say nothing about others.
    if (damages.isEmpty()) {
      missing = MissingObject.read(archive, manifest);
      checkReferences();
      checkObjects(missing);
    }
    return new VerificationReport(
        manifest.id(),
        files.get(),
        bytes.get(),
        damages.stream().limit(MOST_DAMAGES).map(Damage::toString).toList(),
        missing.stream().filter(object -> object.reason().isFault()).toList());
  }

  private void checkTables() {
    List<FileEntry> entries = new ArrayList<>();
    manifest.tables().forEach(table -> entries.add(table.file()));
    entries.add(manifest.objects().list());
    entries.add(manifest.objects().missing());
    try (Progress.Stretch stretch = progress.begin("verifying tables", entries.size())) {
      for (FileEntry entry : entries) {
        check(entry);
        stretch.advance(1);
      }
    }
    try {
      Erasures.requireGathered(archive);
    } catch (DamagedArchiveException damaged) {
      damages.add(damaged.damage());
    }
  }

  private void check(FileEntry entry) {
    Optional<Damage> damage = archive.check(entry);
    damage.ifPresent(damages::add);
    files.incrementAndGet();
    bytes.addAndGet(entry.bytes());
  }

  private void checkObjects(List<MissingObject> missing) {
    Set<String> left = new HashSet<>();
    missing.forEach(object -> left.add(object.key()));
    try (Progress.Stretch stretch =
            progress.begin("verifying objects", manifest.objects().count());
        SnapshotVersions versions = new SnapshotVersions(archive, manifest);
        ParallelWork work = new ParallelWork()) {
      while (versions.next()) {
        for (ObjectLine object : versions.objects()) {
          if (left.contains(object.key())) {
            stretch.advance(1);
          } else if (damages.size() < MOST_DAMAGES) {
            work.submit(
                () -> {
                  check(object.pooled());
                  stretch.advance(1);
                });
          }
        }
      }
      work.finish();
    }
  }

  /** Every version's objects are in the list and the other way round; pointers meet live ones. */
  private void checkReferences() {
    try {
      new SnapshotReferences(archive, manifest).check();
    } catch (DamagedArchiveException wrong) {
      damages.add(wrong.damage());
    }
  }
}
