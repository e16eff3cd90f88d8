package io.cameo.service.backup.tables;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * One transaction on a connection that is given back as it was. The server may be silent for long:
 * while it sorts all objects, or writes a large table.
 */
public final class BorrowedConnection implements AutoCloseable {

  private static final Duration SILENCE = Duration.ofHours(1);

  private final Connection connection;
  private final int timeout;

  private BorrowedConnection(Connection connection, int timeout) {
    this.connection = connection;
    this.timeout = timeout;
  }

  /** Begins the transaction. */
  public static BorrowedConnection begin(Connection connection) throws SQLException {
    BorrowedConnection borrowed =
        new BorrowedConnection(connection, connection.getNetworkTimeout());
    connection.setAutoCommit(false);
    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(SILENCE.toMillis()));
    return borrowed;
  }

  /** Takes back what was not committed. */
  @Override
  public void close() throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
    connection.setNetworkTimeout(Runnable::run, timeout);
  }
}
