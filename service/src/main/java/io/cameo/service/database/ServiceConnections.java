package io.cameo.service.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The connections of running services to a database, as its server sees them.
 *
 * @param count how many there are; none when no service runs
 * @param addresses from where, in words
 */
public record ServiceConnections(int count, String addresses) {

  /** Those to the database of this connection, which itself does not count. */
  public static ServiceConnections of(Connection connection) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select count(*),
              coalesce(string_agg(distinct coalesce(host(client_addr), 'this machine'), ', '), '')
            from pg_stat_activity
            where datname = current_database() and application_name = ? and pid <> pg_backend_pid()
            """)) {
      query.setString(1, Login.SERVICE);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return new ServiceConnections(row.getInt(1), row.getString(2));
      }
    }
  }
}
