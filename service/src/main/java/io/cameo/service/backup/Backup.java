package io.cameo.service.backup;

import io.cameo.service.backup.archive.Archive;
import io.cameo.service.backup.archive.ArchiveException;
import io.cameo.service.backup.archive.ArchiveFiles;
import io.cameo.service.backup.archive.ArchiveNames;
import io.cameo.service.backup.archive.FileEntry;
import io.cameo.service.backup.archive.Manifest;
import io.cameo.service.backup.tables.SnapshotTables;
import io.cameo.storage.ObjectStore;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Makes one backup: the tables as one moment shows them, then every object that they name and that
 * the archive does not hold yet, then the manifest. Runs beside the service. When it is killed, the
 * next one begins with all objects that this one has copied.
 */
public final class Backup {

  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final DataSource database;
  private final ObjectStore store;
  private final Archive archive;
  private final Progress progress;
  private final String tool;

  /**
   * @param tool version of this program
   */
  public Backup(
      DataSource database,
      ObjectStore store,
      BackupArchive archive,
      Progress progress,
      String tool) {
    this.database = database;
    this.store = store;
    this.archive = archive.archive();
    this.progress = progress;
    this.tool = tool;
  }

  /**
   * Makes it.
   *
   * @throws BackupException if it cannot be made; the archive's other snapshots are untouched
   */
  public BackupReport make() {
    return BackupException.told(this::makeAlone);
  }

  private BackupReport makeAlone() {
    try (ArchiveFiles.Lock lock = archive.files().lock()) {
      removeUnfinished();
      BackupReport report = makeLocked();
      if (report.complete()) {
        remember(report);
      }
      return report;
    } catch (SQLException failed) {
      throw ArchiveException.failed("The database failed during the backup", failed);
    }
  }

  private void remember(BackupReport report) {
    try {
      new BackupHistory(JdbcClient.create(database)).remember(report);
    } catch (DataAccessException failed) {
      throw new ArchiveException(
          "The backup "
              + report.id()
              + " is whole, but the database could not note it for the alarm: "
              + failed.getMessage(),
          failed);
    }
  }

  /** Only brings the archive's list of erasures up to date, for which no picture is needed. */
  public static int gatherErasures(DataSource database, BackupArchive into) {
    return BackupException.told(() -> gatherErasures(database, into.archive()));
  }

  private static int gatherErasures(DataSource database, Archive archive) {
    try (ArchiveFiles.Lock lock = archive.files().lock();
        Connection connection = database.getConnection()) {
      Erasures erasures = Erasures.gathered(archive).add(Erasures.of(connection).all());
      erasures.gather(archive, newId(SnapshotTables.now(connection)));
      return erasures.all().size();
    } catch (SQLException failed) {
      throw ArchiveException.failed("The database failed during the backup", failed);
    }
  }

  /** Tables of a backup that was killed; its objects stay. */
  private void removeUnfinished() {
    List<String> finished = archive.finished();
    for (String id : archive.folders()) {
      if (!finished.contains(id)) {
        List<String> names = new ArrayList<>();
        archive
            .files()
            .list(ArchiveNames.snapshot(id))
            .forEachRemaining(file -> names.add(file.name()));
        archive.files().delete(names);
      }
    }
  }

  private BackupReport makeLocked() throws SQLException {
    String id = newId(now());
    SnapshotTables.Copied tables = copyTables(id);
    ObjectCopies objects = new ObjectCopies(database, store, archive, progress);
    objects.copy(tables.objects());
    FileEntry missing =
        archive.write(
            ArchiveNames.snapshot(id) + "/missing.csv",
            out -> out.write(MissingObject.write(objects.missing())));
    Manifest manifest =
        new Manifest(
            id,
            new Manifest.Taken(tables.at(), now(), tool, tables.database()),
            tables.schema(),
            tables.tables(),
            tables.sequences(),
            new Manifest.Objects(
                tables.objects(),
                objects.total().objects(),
                objects.total().bytes(),
                missing,
                objects.missing().size() - objects.faults(),
                objects.faults()),
            tables.disagreements());
    gatherErasures(manifest);
    archive.files().sync();
    archive.putManifest(manifest);
    archive.files().sync();
    return report(manifest, objects);
  }

  /** Those that the snapshot knows, and those that happened since. */
  private void gatherErasures(Manifest manifest) throws SQLException {
    try (Connection connection = database.getConnection()) {
      Erasures.gathered(archive)
          .add(Erasures.of(archive, manifest).all())
          .add(Erasures.of(connection).all())
          .gather(archive, manifest.id());
    }
  }

  private SnapshotTables.Copied copyTables(String id) throws SQLException {
    try (Progress.Stretch stretch = progress.begin("tables", 0);
        Connection connection = database.getConnection()) {
      return new SnapshotTables(archive, ArchiveNames.snapshot(id), table -> stretch.advance(1))
          .copy(connection, Invariants::ofRows);
    }
  }

  private Instant now() throws SQLException {
    try (Connection connection = database.getConnection()) {
      return SnapshotTables.now(connection);
    }
  }

  private static String newId(Instant now) {
    byte[] random = new byte[3];
    new SecureRandom().nextBytes(random);
    return ID.format(now) + "-" + HexFormat.of().formatHex(random);
  }

  private BackupReport report(Manifest manifest, ObjectCopies objects) {
    long rows = manifest.tables().stream().mapToLong(Manifest.Table::rows).sum();
    long bytes = manifest.tables().stream().mapToLong(table -> table.file().bytes()).sum();
    return new BackupReport(
        manifest.id(),
        manifest.taken().at(),
        archive.files().place(),
        new BackupReport.Totals(rows, objects.total().objects(), objects.total().bytes() + bytes),
        objects.copied(),
        objects.missing(),
        manifest.disagreements());
  }
}
