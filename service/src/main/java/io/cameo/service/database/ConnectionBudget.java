package io.cameo.service.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Whether the connections that all nodes may open are there to be had.
 *
 * @param free connections that the server has for ordinary users
 * @param nodes that share the server
 * @param pool most connections of one node's pool that reach the server
 */
record ConnectionBudget(int free, int nodes, int pool) {

  /** Beside its pool a node hears changes on one connection, and migrates on another. */
  static final int BESIDE_THE_POOL = 2;

  /** Of a server, for a node with these settings. */
  static ConnectionBudget of(Connection server, DatabaseSettings settings) throws SQLException {
    // Behind a pooler the pool's connections are the pooler's to share out.
    int pool = settings.direct().isPresent() ? 0 : settings.poolSize();
    try (Statement statement = server.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select current_setting('max_connections')::int
                  - current_setting('superuser_reserved_connections')::int
                  - coalesce(current_setting('reserved_connections', true), '0')::int
                """)) {
      row.next();
      return new ConnectionBudget(row.getInt(1), settings.nodes(), pool);
    }
  }

  int wanted() {
    return nodes * (pool + BESIDE_THE_POOL);
  }

  /**
   * Refuses a start that would work until the load comes.
   *
   * @throws DatabaseUnavailableException with the numbers and the ways out
   */
  void require() {
    if (wanted() <= free) {
      return;
    }
    int fits = free / nodes - BESIDE_THE_POOL;
    throw new DatabaseUnavailableException(
        "The database takes "
            + free
            + " connections of ordinary users, but "
            + nodes
            + " nodes (CAMEO_NODES) with a pool of "
            + pool
            + " (CAMEO_DATABASE_POOL) and "
            + BESIDE_THE_POOL
            + " more each may open "
            + wanted()
            + ". "
            + (fits >= 2 ? "Set CAMEO_DATABASE_POOL to " + fits + " or less, or raise" : "Raise")
            + " max_connections of the server, or put PgBouncer between"
            + " (docs/operations/database.md).");
  }
}
