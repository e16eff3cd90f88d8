package io.cameo.service.reconcile;

import io.cameo.storage.ListPage;
import io.cameo.storage.ObjectSummary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * What an S3 Inventory report says, in key order. A report is in no order that one could rely on,
 * and larger than memory, so a temporary table sorts it; the server drops that when the connection
 * ends, however it does.
 */
public final class InventoryList implements ObjectList, AutoCloseable {

  /** Bytes that are sent to the table at once. */
  private static final int CHUNK = 65_536;

  private final Connection connection;
  private final Instant taken;
  private final long objects;

  private InventoryList(Connection connection, Instant taken, long objects) {
    this.connection = connection;
    this.taken = taken;
    this.objects = objects;
  }

  /**
   * Reads a report that was copied into a folder.
   *
   * @throws InventoryException if it cannot be used
   */
  public static InventoryList load(DataSource database, Path folder) throws SQLException {
    InventoryManifest manifest = InventoryManifest.read(folder);
    Connection connection = database.getConnection();
    try {
      execute(
          connection,
          "create temporary table inventory (key text collate \"C\" not null, bytes bigint not null,"
              + " modified timestamptz not null)");
      long objects = copy(connection, new InventoryLines(manifest));
      execute(connection, "create unique index inventory_key on inventory (key)");
      execute(connection, "analyze inventory");
      return new InventoryList(connection, manifest.taken(), objects);
    } catch (SQLException | RuntimeException failed) {
      drop(connection);
      throw failed;
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long copy(Connection connection, InventoryLines lines) throws SQLException {
    CopyIn copy =
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy inventory from stdin");
    try {
      StringBuilder chunk = new StringBuilder(CHUNK + 2_048);
      lines.each(
          object -> {
            escape(chunk, object.key());
            chunk.append('\t').append(object.size()).append('\t');
            chunk.append(object.lastModified()).append('\n');
            if (chunk.length() >= CHUNK) {
              send(copy, chunk);
            }
          });
      send(copy, chunk);
      return copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  /** What the text form of COPY must not see in a value. */
  private static void escape(StringBuilder chunk, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> chunk.append("\\\\");
        case '\t' -> chunk.append("\\t");
        case '\n' -> chunk.append("\\n");
        case '\r' -> chunk.append("\\r");
        default -> chunk.append(c);
      }
    }
  }

  private static void send(CopyIn copy, StringBuilder chunk) {
    byte[] bytes = chunk.toString().getBytes(StandardCharsets.UTF_8);
    chunk.setLength(0);
    try {
      copy.writeToCopy(bytes, 0, bytes.length);
    } catch (SQLException failed) {
      throw new InventoryException("The database did not take the report.", failed);
    }
  }

  /** How many objects the report has. */
  public long objects() {
    return objects;
  }

  /** When S3 took the report. */
  public Instant taken() {
    return taken;
  }

  @Override
  public boolean isLive() {
    return false;
  }

  @Override
  public String name() {
    return "inventory of " + taken;
  }

  @Override
  public ListPage page(Optional<String> after, int max) {
    List<ObjectSummary> page = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select key, bytes, modified from inventory where key > ? order by key limit ?")) {
      select.setString(1, after.orElse(""));
      select.setInt(2, max);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          page.add(
              new ObjectSummary(
                  rows.getString(1), rows.getLong(2), rows.getTimestamp(3).toInstant()));
        }
      }
    } catch (SQLException failed) {
      throw new InventoryException("The sorted report cannot be read.", failed);
    }
    return new ListPage(
        page, page.size() == max ? Optional.of(page.getLast().key()) : Optional.empty());
  }

  private static void drop(Connection connection) throws SQLException {
    try (connection) {
      execute(connection, "drop table if exists inventory");
    }
  }

  @Override
  public void close() throws SQLException {
    drop(connection);
  }
}
