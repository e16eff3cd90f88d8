package io.cameo.service.backup;

import io.cameo.service.backup.archive.ArchiveException;
import io.cameo.service.backup.archive.ArchiveNames;
import io.cameo.service.backup.archive.FileEntry;
import io.cameo.service.backup.tables.CsvRows;

/**
 * An object that belongs to a snapshot.
 *
 * @param key in the object store, {@code avatars/VERSION/NAME}
 * @param sha256 64 lower-case hexadecimal digits
 */
record ObjectLine(String key, long bytes, String sha256) {

  private static final int PREFIX = "avatars/".length();

  static ObjectLine of(CsvRows row) {
    return new ObjectLine(row.text("key"), Long.parseLong(row.text("bytes")), row.text("sha256"));
  }

  /** The version it belongs to, as 32 hexadecimal digits. */
  String version() {
    int slash = key.indexOf('/', PREFIX);
    if (slash < 0) {
      throw new ArchiveException("Not the key of a version's object: " + key);
    }
    return key.substring(PREFIX, slash);
  }

  /** Its name within the version. */
  String name() {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  /** Its file in the archive. */
  FileEntry pooled() {
    return new FileEntry(ArchiveNames.pooled(key), bytes, sha256);
  }
}
