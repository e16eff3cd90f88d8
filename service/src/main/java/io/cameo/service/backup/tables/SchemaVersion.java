package io.cameo.service.backup.tables;

import io.cameo.service.backup.archive.ArchiveException;
import io.cameo.service.backup.archive.Manifest;
import io.cameo.service.database.Migrations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which steps have made a schema, and how an empty database comes to the same ones. */
public final class SchemaVersion {

  private SchemaVersion() {}

  /** The steps that a database has taken, in their order; none if it was never migrated. */
  public static List<Manifest.Changeset> of(Connection connection) throws SQLException {
    List<Manifest.Changeset> changesets = new ArrayList<>();
    if (!migrated(connection)) {
      return changesets;
    }
    try (PreparedStatement query =
            connection.prepareStatement(
                "select filename, id from databasechangelog order by orderexecuted");
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        String file = rows.getString(1);
        changesets.add(
            new Manifest.Changeset(file.substring(file.lastIndexOf('/') + 1), rows.getString(2)));
      }
    }
    return changesets;
  }

  private static boolean migrated(Connection connection) throws SQLException {
    try (PreparedStatement query =
            connection.prepareStatement("select to_regclass('databasechangelog') is not null");
        ResultSet row = query.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  /**
   * Why rows of a schema cannot go into a database; empty if they can.
   *
   * <p>Rows go only where the schema is the one that they were taken from: a migration that moves
   * data would otherwise be missing. A database without any schema is brought there first.
   */
  public static List<String> obstacles(
      List<Manifest.Changeset> archived,
      List<Manifest.Changeset> target,
      List<Manifest.Changeset> known) {
    List<String> unknown =
        names(archived.stream().filter(change -> !known.contains(change)).toList());
    if (!unknown.isEmpty()) {
      return List.of(
          "The backup was made by a newer release: this one does not know the changesets "
              + String.join(", ", unknown)
              + ". Restore it with that release.");
    }
    // As sets: a step that a merge put before others was taken after them by whoever had those.
    if (target.isEmpty() || Set.copyOf(target).equals(Set.copyOf(archived))) {
      return List.of();
    }
    return List.of(
        "The database has another schema than the backup (only in the database: "
            + difference(target, archived)
            + "; only in the backup: "
            + difference(archived, target)
            + "). Restore into an empty database: a new one by CAMEO_DATABASE_URL, or move"
            + " data/postgres away; it is then brought to the backup's schema and on to this"
            + " release's.");
  }

  private static String difference(List<Manifest.Changeset> from, List<Manifest.Changeset> take) {
    List<String> rest = names(from.stream().filter(change -> !take.contains(change)).toList());
    return rest.isEmpty() ? "none" : String.join(", ", rest);
  }

  private static List<String> names(List<Manifest.Changeset> changesets) {
    return changesets.stream().map(Manifest.Changeset::id).toList();
  }

  /** The steps that this release knows. */
  public static List<Manifest.Changeset> known(Migrations migrations) {
    return migrations.known().stream()
        .map(change -> new Manifest.Changeset(change.file(), change.id()))
        .toList();
  }

  /**
   * Makes the schema of a backup in a database without any.
   *
   * @throws ArchiveException if this release has other steps in between
   */
  public static void make(Migrations migrations, List<Manifest.Changeset> archived) {
    List<Manifest.Changeset> known = known(migrations);
    int steps = Math.min(known.size(), archived.size());
    if (!Set.copyOf(known.subList(0, steps)).equals(Set.copyOf(archived))) {
      throw new ArchiveException(
          "Nothing was touched. The schema of the backup cannot be made: its steps are not the"
              + " first "
              + archived.size()
              + " of this release. Restore it with the release that made it, and migrate then.");
    }
    migrations.up(archived.size());
  }
}
