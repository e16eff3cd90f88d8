package io.cameo.service.backup;

import io.cameo.service.backup.archive.Archive;
import io.cameo.service.backup.archive.ArchiveException;
import io.cameo.service.backup.archive.DamagedArchiveException;
import io.cameo.service.backup.archive.Manifest;
import io.cameo.service.backup.tables.SchemaVersion;
import io.cameo.service.backup.tables.SnapshotTables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts a snapshot in the place of what a system holds. The archive is read whole before anything is
 * touched; then come the objects, which harm nobody while no row names them, then all rows in one
 * transaction. A restore that was killed is simply begun again.
 */
public final class Restore {

  private static final int SHOWN = 10;

  private final RestoreTarget target;
  private final Archive archive;
  private final Progress progress;

  public Restore(RestoreTarget target, BackupArchive archive, Progress progress) {
    this.target = target;
    this.archive = archive.archive();
    this.progress = progress;
  }

  /**
   * Looks at everything and touches nothing.
   *
   * @throws BackupException if there is no such snapshot, or its manifest is not whole
   */
  public RestorePlan plan(RestoreOptions options) {
    return BackupException.told(() -> plan(choose(archive, options.snapshot()), options));
  }

  private RestorePlan plan(Manifest manifest, RestoreOptions options) {
    VerificationReport verification = new Verification(archive, manifest, progress).run();
    List<String> obstacles = new ArrayList<>();
    if (!verification.undamaged()) {
      obstacles.add(damaged(verification));
    }
    if (manifest.objects().faults() > 0 && !options.acceptMissing()) {
      obstacles.add(
          manifest.objects().faults()
              + " objects were missing or damaged when the backup was made. Choose another"
              + " snapshot, or restore without them by --accept-missing.");
    }
    try (Connection connection = target.database().getConnection()) {
      List<Manifest.Changeset> schema = SchemaVersion.of(connection);
      obstacles.addAll(
          SchemaVersion.obstacles(
              manifest.schema(), schema, SchemaVersion.known(target.migrations())));
      RunningService.of(connection).ifPresent(obstacles::add);
      // Damaged lists cannot be read, and nothing is done with them.
      int erasures =
          verification.undamaged() ? toApply(manifest, options, schema, connection).size() : 0;
      return new RestorePlan(
          Snapshot.of(manifest), verification, existing(connection, schema), erasures, obstacles);
    } catch (SQLException failed) {
      throw databaseFailed(failed);
    }
  }

  private static String damaged(VerificationReport verification) {
    List<String> damages = verification.damages();
    String shown = String.join("\n  ", damages.stream().limit(SHOWN).toList());
    String rest =
        damages.size() > SHOWN ? "\n  and " + (damages.size() - SHOWN) + " files more" : "";
    return "The archive is damaged:\n  " + shown + rest;
  }

  /**
   * The snapshot of that name, or the newest complete one.
   *
   * @throws DamagedArchiveException if a manifest that has to be read is not whole
   */
  static Manifest choose(Archive archive, Optional<String> id) {
    List<String> finished = archive.finished();
    if (finished.isEmpty()) {
      throw new ArchiveException(
          "The archive at " + archive.files().place() + " holds no finished backup.");
    }
    if (id.isPresent()) {
      if (!finished.contains(id.get())) {
        throw new ArchiveException(
            "The archive holds no snapshot " + id.get() + "; it holds " + finished + ".");
      }
      return archive.manifest(id.get());
    }
    List<Manifest> manifests = archive.manifests();
    return manifests.stream().filter(Manifest::complete).findFirst().orElse(manifests.getFirst());
  }

  private Erasures known(
      RestoreOptions options, List<Manifest.Changeset> schema, Connection connection)
      throws SQLException {
    Erasures erasures = Erasures.gathered(archive);
    if (!schema.isEmpty()) {
      erasures.add(Erasures.of(connection).all());
    }
    if (options.tombstones().isPresent()) {
      erasures.add(Erasures.of(options.tombstones().get(), SnapshotTables.now(connection)).all());
    }
    return erasures;
  }

  private List<Erasures.Erasure> toApply(
      Manifest manifest,
      RestoreOptions options,
      List<Manifest.Changeset> schema,
      Connection connection)
      throws SQLException {
    return known(options, schema, connection).without(Erasures.of(archive, manifest));
  }

  private static Optional<RestorePlan.Existing> existing(
      Connection connection, List<Manifest.Changeset> schema) throws SQLException {
    if (schema.isEmpty()) {
      return Optional.empty();
    }
    try (PreparedStatement query =
            connection.prepareStatement(
                """
                select (select count(*) from subject where current_version is not null),
                  (select count(*) from version), (select count(*) from audit)
                """);
        ResultSet row = query.executeQuery()) {
      row.next();
      return Optional.of(new RestorePlan.Existing(row.getLong(1), row.getLong(2), row.getLong(3)));
    }
  }

  /**
   * Restores.
   *
   * @throws BackupException if the plan has obstacles, before anything is touched
   */
  public RestoreReport run(RestoreOptions options) {
    return BackupException.told(() -> runPlanned(options));
  }

  private RestoreReport runPlanned(RestoreOptions options) {
    Manifest manifest = choose(archive, options.snapshot());
    RestorePlan plan = plan(manifest, options);
    if (!plan.obstacles().isEmpty()) {
      throw new ArchiveException("Nothing was touched. " + String.join("\n", plan.obstacles()));
    }
    try {
      List<Erasures.Erasure> erasures = prepare(manifest, options);
      RestoredObjects objects = new RestoredObjects(target.store(), archive, progress);
      objects.restore(manifest, erasures);
      return rows(manifest, objects, erasures);
    } catch (SQLException failed) {
      throw databaseFailed(failed);
    }
  }

  /** A database that has no schema gets the backup's; the erasures that are to be applied. */
  private List<Erasures.Erasure> prepare(Manifest manifest, RestoreOptions options)
      throws SQLException {
    try (Connection connection = target.database().getConnection()) {
      List<Manifest.Changeset> schema = SchemaVersion.of(connection);
      List<Erasures.Erasure> erasures = toApply(manifest, options, schema, connection);
      if (schema.isEmpty()) {
        SchemaVersion.make(target.migrations(), manifest.schema());
      }
      return erasures;
    }
  }

  private RestoreReport rows(
      Manifest manifest, RestoredObjects objects, List<Erasures.Erasure> erasures)
      throws SQLException {
    RestoredRows rows = new RestoredRows(archive, manifest, progress);
    // Not the connection of before: objects may take hours, in which an idle one is cut off.
    try (Connection connection = target.database().getConnection()) {
      RestoreReport.Versions versions = rows.restore(connection, objects, erasures);
      target.migrations().up();
      analyze(connection);
      return new RestoreReport(
          manifest.id(),
          manifest.taken().at(),
          manifest.tables().stream().mapToLong(Manifest.Table::rows).sum(),
          objects.report(),
          versions);
    }
  }

  /** The planner would otherwise work with figures of what was there before. */
  private static void analyze(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local statement_timeout = 0");
      statement.execute("analyze subject, version, audit");
      connection.commit();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static ArchiveException databaseFailed(SQLException failed) {
    return new ArchiveException(
        "The database failed during the restore: "
            + failed.getMessage()
            + ". Its rows are as they were; objects that were restored already harm nobody.",
        failed);
  }
}
