package io.cameo.service.backup;

import io.cameo.service.backup.archive.Archive;
import io.cameo.service.backup.archive.Manifest;
import io.cameo.service.backup.tables.CsvRows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An object of a snapshot that could not be copied. */
public record MissingObject(String key, Reason reason) {

  /** Why it is not in the archive. */
  public enum Reason {
    /** Its version's grace time ended while the backup ran, and it was cleaned up. */
    DUE,
    /** Its subject was erased while the backup ran. */
    ERASED,
    /** It should be in the object store and is not. */
    LOST,
    /** The object store has other bytes than were written. */
    DAMAGED;

    /** Whether something is wrong with the object store. */
    public boolean isFault() {
      return this == LOST || this == DAMAGED;
    }
  }

  static byte[] write(List<MissingObject> missing) {
    StringBuilder lines = new StringBuilder("key,reason\n");
    for (MissingObject object : missing) {
      lines
          .append(object.key())
          .append(',')
          .append(object.reason().name().toLowerCase(Locale.ROOT))
          .append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.US_ASCII);
  }

  static List<MissingObject> read(Archive archive, Manifest manifest) {
    List<MissingObject> missing = new ArrayList<>();
    String name = manifest.objects().missing().name();
    try (CsvRows rows = new CsvRows(name, archive.read(manifest.objects().missing()))) {
      while (rows.next()) {
        missing.add(
            new MissingObject(
                rows.text("key"), Reason.valueOf(rows.text("reason").toUpperCase(Locale.ROOT))));
      }
    }
    return missing;
  }
}
