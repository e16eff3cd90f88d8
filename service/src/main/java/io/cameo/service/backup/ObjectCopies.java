package io.cameo.service.backup;

import io.cameo.service.backup.archive.Archive;
import io.cameo.service.backup.archive.ArchiveException;
import io.cameo.service.backup.archive.ArchiveFiles;
import io.cameo.service.backup.archive.ArchiveNames;
import io.cameo.service.backup.archive.FileEntry;
import io.cameo.service.backup.tables.CsvRows;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.Sha256;
import io.cameo.storage.StorageException;
import io.cameo.storage.StoredObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * Copies the objects of a snapshot that the archive does not hold yet. The list of objects and the
 * archive's pool are in one order, so both are read side by side and neither is held in memory.
 */
final class ObjectCopies {

  /**
   * From here on it is not single objects that are lost: it is the wrong store, or a broken one.
   */
  private static final int MOST_FAULTS = 1_000;

  /** Objects are a few megabytes at most; this is only what one piece of work may hold. */
  private static final int LONGEST_OBJECT = 64 << 20;

  private final DataSource database;
  private final ObjectStore store;
  private final Archive archive;
  private final Progress progress;
  private final List<MissingObject> missing = new ArrayList<>();
  private final AtomicLong copiedObjects = new AtomicLong();
  private final AtomicLong copiedBytes = new AtomicLong();
  private BackupReport.Amount total = new BackupReport.Amount(0, 0);
  private int faults;

  ObjectCopies(DataSource database, ObjectStore store, Archive archive, Progress progress) {
    this.database = database;
    this.store = store;
    this.archive = archive;
    this.progress = progress;
  }

  void copy(FileEntry list) {
    total = count(list);
    try (Progress.Stretch stretch = progress.begin("objects", total.objects());
        CsvRows rows = new CsvRows(list.name(), archive.read(list));
        ParallelWork work = new ParallelWork()) {
      Pool pool = new Pool(archive.files().list(ArchiveNames.OBJECTS));
      while (rows.next()) {
        ObjectLine object = ObjectLine.of(rows);
        FileEntry pooled = object.pooled();
        if (pool.has(pooled.name(), archive.storedLength(pooled.bytes()))) {
          stretch.advance(1);
        } else {
          work.submit(
              () -> {
                copy(object);
                stretch.advance(1);
              });
        }
      }
      work.finish();
    }
  }

  private BackupReport.Amount count(FileEntry list) {
    long objects = 0;
    long bytes = 0;
    try (CsvRows rows = new CsvRows(list.name(), archive.read(list))) {
      while (rows.next()) {
        objects++;
        bytes += ObjectLine.of(rows).bytes();
      }
    }
    return new BackupReport.Amount(objects, bytes);
  }

  /** The pool beside a list that is asked for in the same order. */
  static final class Pool {
    private final Iterator<ArchiveFiles.Entry> files;
    private Optional<ArchiveFiles.Entry> current = Optional.empty();

    Pool(Iterator<ArchiveFiles.Entry> files) {
      this.files = files;
      advance();
    }

    private void advance() {
      current = files.hasNext() ? Optional.of(files.next()) : Optional.empty();
    }

    boolean has(String name, long length) {
      while (current.isPresent() && current.get().name().compareTo(name) < 0) {
        advance();
      }
      return current
          .filter(file -> file.name().equals(name) && file.length() == length)
          .isPresent();
    }
  }

  private void copy(ObjectLine object) {
    Optional<byte[]> bytes = read(object);
    if (bytes.isEmpty()) {
      missed(new MissingObject(object.key(), whyMissing(object)));
    } else if (bytes.get().length != object.bytes()
        || !Sha256.of(bytes.get()).equals(object.sha256())) {
      missed(new MissingObject(object.key(), MissingObject.Reason.DAMAGED));
    } else {
      archive.put(object.pooled().name(), bytes.get());
      copiedObjects.incrementAndGet();
      copiedBytes.addAndGet(object.bytes());
    }
  }

  private Optional<byte[]> read(ObjectLine object) {
    try (StoredObject stored = store.get(object.key()).orElse(null)) {
      if (stored == null) {
        return Optional.empty();
      }
      return Optional.of(
          stored.stat().size() == object.bytes() ? stored.readAll(LONGEST_OBJECT) : new byte[0]);
    } catch (StorageException failed) {
      throw new ArchiveException(
          "The object store failed at "
              + object.key()
              + ": "
              + failed.getMessage()
              + ". What was copied stays; run the backup again.",
          failed);
    }
  }

  private synchronized void missed(MissingObject object) {
    missing.add(object);
    if (object.reason().isFault() && ++faults > MOST_FAULTS) {
      throw new ArchiveException(
          "More than "
              + MOST_FAULTS
              + " objects are missing or damaged, such as "
              + object.key()
              + ". Is this the right object store for this database?");
    }
  }

  /** An object may go while the backup runs, but only with its version. */
  private MissingObject.Reason whyMissing(ObjectLine object) {
    try (Connection connection = database.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "select state, delete_after <= now() from version where id = ?")) {
      query.setObject(1, uuid(object.version()));
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return MissingObject.Reason.DUE;
        }
        return switch (row.getString(1)) {
          case "TOMBSTONED" -> MissingObject.Reason.ERASED;
          case "RETIRED", "EXPIRED" ->
              row.getBoolean(2) ? MissingObject.Reason.DUE : MissingObject.Reason.LOST;
          default -> MissingObject.Reason.LOST;
        };
      }
    } catch (SQLException failed) {
      throw ArchiveException.failed("The database failed during the backup", failed);
    }
  }

  static UUID uuid(String digits) {
    return new UUID(
        Long.parseUnsignedLong(digits, 0, 16, 16), Long.parseUnsignedLong(digits, 16, 32, 16));
  }

  BackupReport.Amount total() {
    return total;
  }

  BackupReport.Amount copied() {
    return new BackupReport.Amount(copiedObjects.get(), copiedBytes.get());
  }

  synchronized List<MissingObject> missing() {
    return missing.stream().sorted((a, b) -> a.key().compareTo(b.key())).toList();
  }

  synchronized int faults() {
    return faults;
  }
}
