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
 * @param server which of the servers
 */
public record ConnectionBudget(int free, int nodes, int pool, Server server) {

  /**
   * The servers that a node opens connections to.
   *
   * <p>Beside its pool a node hears the primary's changes on one connection, migrates on another,
   * and asks for its position on a third where there are replicas. A replica is watched on one.
   */
  public enum Server {
    PRIMARY("The database", "CAMEO_DATABASE_POOL", 2),
    PRIMARY_WITH_REPLICAS("The database", "CAMEO_DATABASE_POOL", 3),
    REPLICA("A replica of CAMEO_DATABASE_REPLICA_URLS", "CAMEO_DATABASE_REPLICA_POOL", 1);

    private final String words;
    private final String option;
    private final int besideThePool;

    Server(String words, String option, int besideThePool) {
      this.words = words;
      this.option = option;
      this.besideThePool = besideThePool;
    }
  }

  /** The connections of a server that ordinary users may open, in its own words. */
  static final String FREE =
      """
      current_setting('max_connections')::int
        - current_setting('superuser_reserved_connections')::int
        - coalesce(current_setting('reserved_connections', true), '0')::int
      """;

  ConnectionBudget(int free, int nodes, int pool) {
    this(free, nodes, pool, Server.PRIMARY);
  }

  /** Of a server, for a node with these settings. */
  public static ConnectionBudget of(Connection server, DatabaseSettings settings)
      throws SQLException {
    // Behind a pooler the pool's connections are the pooler's to share out.
    int pool = settings.pooled() ? 0 : settings.poolSize();
    return new ConnectionBudget(free(server), settings.nodes(), pool);
  }

  /** The same where the node watches replicas too. */
  public ConnectionBudget withReplicas() {
    return new ConnectionBudget(free, nodes, pool, Server.PRIMARY_WITH_REPLICAS);
  }

  private static int free(Connection server) throws SQLException {
    try (Statement statement = server.createStatement();
        ResultSet row = statement.executeQuery("select " + FREE)) {
      row.next();
      return row.getInt(1);
    }
  }

  public int wanted() {
    return nodes * (pool + server.besideThePool);
  }

  /**
   * Refuses a start that would work until the load comes.
   *
   * @throws DatabaseUnavailableException with the numbers and the ways out
   */
  void require() {
    if (!fits()) {
      throw new DatabaseUnavailableException(sentence());
    }
  }

  public boolean fits() {
    return wanted() <= free;
  }

  /** The numbers and the ways out. */
  public String sentence() {
    int fits = free / nodes - server.besideThePool;
    return server.words
        + " takes "
        + free
        + " connections of ordinary users, but "
        + nodes
        + " nodes (CAMEO_NODES) with a pool of "
        + pool
        + " ("
        + server.option
        + ") and "
        + server.besideThePool
        + " more each may open "
        + wanted()
        + ". "
        + (fits >= 2 ? "Set " + server.option + " to " + fits + " or less, or raise" : "Raise")
        + " max_connections of the server, or put PgBouncer between"
        + " (docs/operations/database.md).";
  }
}
