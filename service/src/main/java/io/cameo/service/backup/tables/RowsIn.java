package io.cameo.service.backup.tables;

import io.cameo.service.backup.archive.Archive;
import io.cameo.service.backup.archive.ArchiveException;
import io.cameo.service.backup.archive.Manifest;
import io.cameo.service.backup.tables.SchemaTables.SchemaTable;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.postgresql.PGConnection;

/** Puts the tables of a snapshot in the place of those of a database, inside one transaction. */
public final class RowsIn {

  private final Archive archive;
  private final Manifest manifest;
  private final Consumer<String> told;

  /**
   * @param told the name of each table before it is copied
   */
  public RowsIn(Archive archive, Manifest manifest, Consumer<String> told) {
    this.archive = archive;
    this.manifest = manifest;
    this.told = told;
  }

  /** Keeps everybody else out of the tables until the transaction ends. */
  public static void lock(Connection connection) throws SQLException {
    SessionForm.fix(connection);
    List<SchemaTable> tables = SchemaTables.of(connection);
    execute(connection, "lock table " + names(tables) + " in access exclusive mode");
  }

  private static String names(List<SchemaTable> tables) {
    return String.join(", ", tables.stream().map(SchemaTable::quoted).toList());
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Empties all tables and fills them from the snapshot; one that it does not know stays empty. */
  public void replace(Connection connection) throws SQLException {
    List<SchemaTable> tables = SchemaTables.of(connection);
    Set<String> names = new HashSet<>();
    tables.forEach(table -> names.add(table.name()));
    for (Manifest.Table table : manifest.tables()) {
      if (!names.contains(table.name())) {
        throw new ArchiveException(
            "The backup has a table " + table.name() + ", which the database has not.");
      }
    }
    Map<String, Long> positions = sequences(connection);
    execute(connection, "truncate " + names(tables));
    for (SchemaTable table : tables) {
      Manifest.Table archived = manifest.table(table.name()).orElse(null);
      if (archived != null) {
        told.accept(table.name());
        fill(connection, table, archived);
      }
    }
    advanceSequences(connection, positions);
  }

  private void fill(Connection connection, SchemaTable table, Manifest.Table archived)
      throws SQLException {
    List<String> columns = header(archived);
    if (!Set.copyOf(table.columns()).containsAll(columns)) {
      throw new ArchiveException(
          "The backup's table "
              + table.name()
              + " has columns "
              + columns
              + ", the database's "
              + table.columns()
              + ".");
    }
    try (InputStream rows = archive.read(archived.file())) {
      long copied =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn(
                  "copy "
                      + table.quoted()
                      + " ("
                      + SchemaTables.quote(columns)
                      + ") from stdin with (format csv, header true, encoding 'UTF8')",
                  rows);
      if (copied != archived.rows()) {
        throw new ArchiveException(
            "Of the "
                + archived.rows()
                + " rows of table "
                + table.name()
                + " only "
                + copied
                + " arrived.");
      }
    } catch (IOException failed) {
      throw ArchiveException.failed(
          "The archive failed while reading " + archived.file().name(), failed);
    }
  }

  private List<String> header(Manifest.Table table) {
    try (CsvRows rows = new CsvRows(table.file().name(), archive.read(table.file().name()))) {
      return rows.columns();
    }
  }

  private static Map<String, Long> sequences(Connection connection) throws SQLException {
    Map<String, Long> positions = new HashMap<>();
    try (PreparedStatement query =
            connection.prepareStatement(
                """
                select sequencename, coalesce(last_value, 0) from pg_sequences
                where schemaname = current_schema()
                """);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        positions.put(rows.getString(1), rows.getLong(2));
      }
    }
    return positions;
  }

  /** Never back: a number that this system has given out already must not be given out again. */
  private void advanceSequences(Connection connection, Map<String, Long> positions)
      throws SQLException {
    for (Manifest.Sequence sequence : manifest.sequences()) {
      Long position = positions.get(sequence.name());
      if (position == null || Math.max(position, sequence.last()) < 1) {
        continue;
      }
      try (PreparedStatement set =
          connection.prepareStatement("select setval(format('%I', ?)::regclass, ?)")) {
        set.setString(1, sequence.name());
        set.setLong(2, Math.max(position, sequence.last()));
        set.execute();
      }
    }
  }
}
