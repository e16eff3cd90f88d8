package io.cameo.service.ops.checklist.database;

import io.cameo.service.backup.BackupArchive;
import io.cameo.service.backup.BackupHistory;
import io.cameo.service.backup.Snapshot;
import io.cameo.service.database.ConnectionBudget;
import io.cameo.service.database.DatabaseSettings;
import io.cameo.service.database.Migrations;
import io.cameo.service.database.ReplicaLook;
import io.cameo.service.database.ReplicaSettings;
import io.cameo.service.objects.ObjectSettings;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Installation;
import io.cameo.service.ops.checklist.line.Once;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The checks of this package, each with what it looks at. */
public final class DatabaseChecks {

  private DatabaseChecks() {}

  public static List<Check> of(Installation installation) {
    Once<Migrations.Status> status = new Once<>(() -> installation.migrations().status());
    Supplier<Optional<BackupHistory.Last>> last =
        () -> new BackupHistory(installation.sql()).last();
    boolean production = installation.surroundings().production();
    ReplicaSettings replicas = installation.settings(ReplicaSettings.class);
    return List.of(
        new OptimisationsApplied(installation::sql, status::get),
        new OptimisationsUsed(new DatabasePlans(() -> installation.database().dataSource())),
        new ConnectionsSuffice(() -> budget(installation)),
        new ReplicasFollow(!replicas.servers().isEmpty(), () -> replicas(installation, replicas)),
        new BackupYoung(last, production),
        new BackupRestorable(last, place -> backups(installation, place)),
        new StatementsFast(installation::sql, StatementsFast.LONG),
        new MigrationsTaken(status::get),
        new MigrationsReversible(installation::migrations, status::get));
  }

  private static ConnectionBudget budget(Installation installation) throws SQLException {
    DatabaseSettings settings = installation.settings(DatabaseSettings.class);
    try (Connection connection = installation.database().connect()) {
      ConnectionBudget budget = ConnectionBudget.of(connection, settings);
      return installation.settings(ReplicaSettings.class).servers().isEmpty()
          ? budget
          : budget.withReplicas();
    }
  }

  private static List<ReplicaLook.Seen> replicas(
      Installation installation, ReplicaSettings settings)
      throws SQLException, InterruptedException {
    try (Connection primary = installation.database().connect()) {
      return ReplicaLook.at(primary, settings);
    }
  }

  private static List<String> backups(Installation installation, String place) {
    ObjectSettings objects = installation.settings(ObjectSettings.class);
    try (BackupArchive archive =
        BackupArchive.open(
            place, Optional.empty(), bucket -> bucket.openToRead(objects.access()))) {
      return archive.snapshots().stream().map(Snapshot::id).toList();
    }
  }
}
