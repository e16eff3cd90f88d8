package io.cameo.service.backup;

import io.cameo.service.backup.archive.Archive;
import io.cameo.service.backup.archive.DamagedArchiveException;
import io.cameo.service.backup.archive.Manifest;
import io.cameo.service.backup.tables.CsvRows;
import io.cameo.storage.Sha256;

/**
 * Whether the rows of a snapshot agree with each other. The pairs of subject and current version
 * are added up on both sides, so that neither side is held in memory; sums of digests that are the
 * same are sums of the same pairs.
 */
final class SnapshotReferences {

  private final Archive archive;
  private final Manifest manifest;

  /** A number of pairs and the sum of their digests. */
  private record Sum(long pairs, long digests) {

    Sum plus(String subject, String version) {
      String digest =
          Sha256.of((subject + '\0' + version).getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return new Sum(pairs + 1, digests + Long.parseUnsignedLong(digest, 0, 16, 16));
    }
  }

  SnapshotReferences(Archive archive, Manifest manifest) {
    this.archive = archive;
    this.manifest = manifest;
  }

  /**
   * @throws DamagedArchiveException naming the file that does not agree
   */
  void check() {
    Sum live = live();
    Manifest.Table subjects =
        manifest
            .table("subject")
            .orElseThrow(
                () ->
                    new DamagedArchiveException(
                        "manifest", "a table subject", "a list of tables without it"));
    Sum pointers = new Sum(0, 0);
    try (CsvRows rows = new CsvRows(subjects.file().name(), archive.read(subjects.file()))) {
      while (rows.next()) {
        if (rows.field("current_version").isPresent()) {
          pointers =
              pointers.plus(rows.text("subject"), rows.text("current_version").replace("-", ""));
        }
      }
    }
    if (!pointers.equals(live)) {
      throw new DamagedArchiveException(
          subjects.file().name(),
          "a pointer to each of the " + live.pairs() + " live versions",
          pointers.pairs() + " pointers that are others");
    }
  }

  private Sum live() {
    Sum live = new Sum(0, 0);
    long count = 0;
    try (SnapshotVersions versions = new SnapshotVersions(archive, manifest)) {
      while (versions.next()) {
        count += versions.objects().size();
        if (versions.isLive()) {
          live = live.plus(versions.subject(), versions.id());
        }
      }
    }
    if (count != manifest.objects().count()) {
      throw new DamagedArchiveException(
          manifest.objects().list().name(), manifest.objects().count() + " objects", count + "");
    }
    return live;
  }
}
