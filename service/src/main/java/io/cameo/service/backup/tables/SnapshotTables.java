package io.cameo.service.backup.tables;

import io.cameo.service.backup.archive.Archive;
import io.cameo.service.backup.archive.FileEntry;
import io.cameo.service.backup.archive.Manifest;
import io.cameo.service.backup.tables.SchemaTables.SchemaTable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.postgresql.PGConnection;

/**
 * Copies the tables as one moment shows them. The transaction ends with the copying: a snapshot
 * that is held for as long as the objects take would keep the database from cleaning up.
 */
public final class SnapshotTables {

  /** Every object that has to exist, in the order of the pool. */
  private static final String OBJECTS =
      """
      select 'avatars/' || replace(v.id::text, '-', '') || '/' || (o ->> 'name') as key,
        (o ->> 'bytes')::bigint as bytes, o ->> 'sha256' as sha256
      from version v cross join lateral jsonb_array_elements(v.objects) as o
      where v.state in ('LIVE', 'RETIRED')
      order by v.id, (o ->> 'name') collate "C"
      """;

  private final Archive archive;
  private final String folder;
  private final Consumer<String> told;

  /**
   * What was copied.
   *
   * @param at the moment that it shows
   * @param objects list of the objects that have to exist
   * @param disagreements what the check found
   */
  public record Copied(
      Instant at,
      String database,
      List<Manifest.Changeset> schema,
      List<Manifest.Table> tables,
      List<Manifest.Sequence> sequences,
      FileEntry objects,
      List<String> disagreements) {}

  /** Looks at the rows in the snapshot itself. */
  public interface Check {
    List<String> of(Connection connection) throws SQLException;
  }

  /**
   * @param folder of the snapshot in the archive
   * @param told the name of each table before it is copied
   */
  public SnapshotTables(Archive archive, String folder, Consumer<String> told) {
    this.archive = archive;
    this.folder = folder;
    this.told = told;
  }

  /** The time by the database's clock. */
  public static Instant now(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("select clock_timestamp()");
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  /** Copies all tables in one snapshot; the connection is as it was afterwards. */
  public Copied copy(Connection connection, Check check) throws SQLException {
    try (BorrowedConnection borrowed = BorrowedConnection.begin(connection)) {
      begin(connection);
      List<SchemaTable> tables = SchemaTables.of(connection);
      lock(connection, tables);
      Instant at = transactionTime(connection);
      List<Manifest.Table> copied = new ArrayList<>();
      for (SchemaTable table : tables) {
        told.accept(table.name());
        copied.add(copyTable(connection, table));
      }
      told.accept("list of objects");
      FileEntry objects = copyRows(connection, "objects.csv", OBJECTS).file();
      return new Copied(
          at,
          connection.getMetaData().getDatabaseProductVersion(),
          SchemaVersion.of(connection),
          copied,
          sequences(connection),
          objects,
          check.of(connection));
    }
  }

  private static void begin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set transaction isolation level repeatable read, read only");
      statement.execute("set local statement_timeout = 0");
      statement.execute("set local idle_in_transaction_session_timeout = 0");
      statement.execute("set local lock_timeout = '30s'");
    }
    SessionForm.fix(connection);
  }

  /** So that no migration changes a table between two copies. */
  private static void lock(Connection connection, List<SchemaTable> tables) throws SQLException {
    if (tables.stream().noneMatch(table -> table.name().equals("version"))) {
      throw new SQLException("this database holds no catalogue: it has no table \"version\"");
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "lock table "
              + String.join(", ", tables.stream().map(SchemaTable::quoted).toList())
              + " in access share mode");
    }
  }

  private static Instant transactionTime(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("select now()");
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  private Manifest.Table copyTable(Connection connection, SchemaTable table) throws SQLException {
    // Versions in the order of their objects, so that both lists are compared side by side.
    String order = table.name().equals("version") ? " order by id" : "";
    Rows rows =
        copyRows(
            connection,
            "tables/" + fileName(table.name()) + ".csv",
            "select " + table.quotedColumns() + " from " + table.quoted() + order);
    return new Manifest.Table(table.name(), rows.count(), table.columns(), rows.file());
  }

  /** Tables of ours have such names; another one is told apart by its number of characters. */
  private static String fileName(String table) {
    return table.replaceAll("[^a-z0-9_]", "-");
  }

  private record Rows(FileEntry file, long count) {}

  private Rows copyRows(Connection connection, String name, String select) throws SQLException {
    PGConnection postgres = connection.unwrap(PGConnection.class);
    long[] count = {0};
    try {
      FileEntry file =
          archive.write(
              folder + "/" + name,
              out -> {
                try {
                  count[0] =
                      postgres
                          .getCopyAPI()
                          .copyOut(
                              "copy ("
                                  + select
                                  + ") to stdout"
                                  + " with (format csv, header true, encoding 'UTF8')",
                              out);
                } catch (SQLException failed) {
                  throw new IOException(failed);
                }
              });
      return new Rows(file, count[0]);
    } catch (RuntimeException failed) {
      if (failed.getCause() instanceof IOException
          && failed.getCause().getCause() instanceof SQLException sql) {
        throw sql;
      }
      throw failed;
    }
  }

  /** Read after the tables: a sequence is in no snapshot, and must not be behind any row. */
  private static List<Manifest.Sequence> sequences(Connection connection) throws SQLException {
    List<Manifest.Sequence> sequences = new ArrayList<>();
    try (PreparedStatement query =
            connection.prepareStatement(
                """
                select sequencename, coalesce(last_value, 0) from pg_sequences
                where schemaname = current_schema() order by sequencename
                """);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        sequences.add(new Manifest.Sequence(rows.getString(1), rows.getLong(2)));
      }
    }
    return sequences;
  }
}
