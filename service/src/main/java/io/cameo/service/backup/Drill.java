package io.cameo.service.backup;

import io.cameo.service.backup.archive.ArchiveException;
import io.cameo.service.database.ScratchDatabase;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A restore for practice: into a PostgreSQL and a store that are made for it, checked to the last
 * byte, and thrown away. The system itself is neither needed nor touched.
 */
public final class Drill {

  private final BackupArchive archive;
  private final Path place;
  private final Progress progress;
  private final Clock clock;

  /**
   * @param place a folder with room for all objects and rows
   */
  public Drill(BackupArchive archive, Path place, Progress progress, Clock clock) {
    this.archive = archive;
    this.place = place;
    this.progress = progress;
    this.clock = clock;
  }

  /** Restores, checks and throws away. */
  public DrillReport run(RestoreOptions options) {
    return BackupException.told(() -> runHere(options));
  }

  private DrillReport runHere(RestoreOptions options) {
    try (DrillFolder scratch = DrillFolder.in(place);
        ScratchDatabase database = ScratchDatabase.start(scratch.path());
        ObjectStore store =
            DiskStore.open(scratch.path().resolve("objects"), DiskStoreOptions.DEFAULT)) {
      return run(options, database, store);
    } catch (IOException failed) {
      throw ArchiveException.failed("There is no place for a drill at " + place, failed);
    }
  }

  private DrillReport run(RestoreOptions options, ScratchDatabase database, ObjectStore store) {
    Instant began = clock.instant();
    RestoreReport restored =
        new Restore(
                new RestoreTarget(database.dataSource(), database.migrations(), store),
                archive,
                progress)
            .run(options);
    Duration took = Duration.between(began, clock.instant());
    try (Connection connection = database.dataSource().getConnection()) {
      List<String> wrong = new ArrayList<>(Invariants.ofRows(connection));
      Invariants.ObjectCheck objects = Invariants.ofObjects(connection, store, progress);
      wrong.addAll(objects.wrong());
      return new DrillReport(restored, took, objects.objects(), objects.bytes(), wrong);
    } catch (SQLException failed) {
      throw ArchiveException.failed("The scratch database failed during the drill", failed);
    }
  }
}
