package io.cameo.service.backup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Whether a service works with a database. While one does, a restore would take rows away under
 * uploads that have written their objects, and the service would go on showing what it remembers.
 */
final class RunningService {

  /** What a service calls itself on each of its connections. */
  private static final String NAME = "cameo";

  private RunningService() {}

  /** Why not to restore now; empty if no service is connected. */
  static Optional<String> of(Connection connection) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select count(*), coalesce(string_agg(distinct coalesce(host(client_addr), 'a socket'),
              ', '), '')
            from pg_stat_activity
            where datname = current_database() and application_name = ? and pid <> pg_backend_pid()
            """)) {
      query.setString(1, NAME);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getInt(1) == 0
            ? Optional.empty()
            : Optional.of(
                "The service is running: it has "
                    + row.getInt(1)
                    + " connections to the database, from "
                    + row.getString(2)
                    + ". Stop every node first.");
      }
    }
  }
}
