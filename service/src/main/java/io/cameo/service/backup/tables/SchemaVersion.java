package io.cameo.service.backup.tables;

import io.cameo.service.backup.archive.ArchiveException;
import io.cameo.service.backup.archive.Manifest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.changelog.ChangeSet;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;

/** Which changesets have made a schema, and how an empty database comes to the same ones. */
public final class SchemaVersion {

  private static final String CHANGELOG = "db/changelog.yaml";

  /** Held, because a logger that nobody holds forgets its level. */
  private static final Logger MIGRATIONS = Logger.getLogger("liquibase");

  private SchemaVersion() {}

  /** The changesets of a database in their order; none if it was never migrated. */
  public static List<Manifest.Changeset> of(Connection connection) throws SQLException {
    List<Manifest.Changeset> changesets = new ArrayList<>();
    if (!migrated(connection)) {
      return changesets;
    }
    try (PreparedStatement query =
            connection.prepareStatement(
                "select id, author, filename from databasechangelog order by orderexecuted");
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        changesets.add(
            new Manifest.Changeset(rows.getString(1), rows.getString(2), rows.getString(3)));
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
      List<Manifest.Changeset> archived, List<Manifest.Changeset> target) {
    List<Manifest.Changeset> known = ofThisRelease();
    List<String> unknown =
        names(archived.stream().filter(change -> !known.contains(change)).toList());
    if (!unknown.isEmpty()) {
      return List.of(
          "The backup was made by a newer release: this one does not know the changesets "
              + String.join(", ", unknown)
              + ". Restore it with that release.");
    }
    if (target.isEmpty() || target.equals(archived)) {
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

  private static List<Manifest.Changeset> ofThisRelease() {
    try {
      Liquibase liquibase = new Liquibase(CHANGELOG, resources(), (liquibase.database.Database) null);
      return liquibase.getDatabaseChangeLog().getChangeSets().stream()
          .map(SchemaVersion::changeset)
          .toList();
    } catch (LiquibaseException broken) {
      throw new IllegalStateException("this release's own changelog cannot be read", broken);
    }
  }

  private static Manifest.Changeset changeset(ChangeSet change) {
    return new Manifest.Changeset(change.getId(), change.getAuthor(), change.getFilePath());
  }

  private static ClassLoaderResourceAccessor resources() {
    return new ClassLoaderResourceAccessor(SchemaVersion.class.getClassLoader());
  }

  /** Makes the schema of a backup in a database without any. */
  public static void make(Connection connection, List<Manifest.Changeset> archived) {
    quiet();
    try {
      Liquibase liquibase = liquibase(connection);
      liquibase.update(archived.size(), new Contexts(), new LabelExpression());
      List<Manifest.Changeset> made = of(connection);
      if (!made.equals(archived)) {
        throw new ArchiveException(
            "The schema of the backup cannot be made: its changesets are not the first "
                + archived.size()
                + " of this release. Restore it with the release that made it.");
      }
    } catch (LiquibaseException | SQLException failed) {
      throw new ArchiveException("The schema of the backup cannot be made: " + failed, failed);
    }
  }

  /** Brings a schema to this release's. */
  public static void complete(Connection connection) {
    quiet();
    try {
      liquibase(connection).update(new Contexts(), new LabelExpression());
    } catch (LiquibaseException failed) {
      throw new ArchiveException(
          "The rows are restored, but the schema cannot be brought to this release: " + failed,
          failed);
    }
  }

  private static void quiet() {
    MIGRATIONS.setLevel(Level.WARNING);
  }

  private static Liquibase liquibase(Connection connection) throws LiquibaseException {
    return new Liquibase(
        CHANGELOG,
        resources(),
        DatabaseFactory.getInstance()
            .findCorrectDatabaseImplementation(new JdbcConnection(connection)));
  }
}
