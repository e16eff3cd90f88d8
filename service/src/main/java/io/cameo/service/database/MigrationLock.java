package io.cameo.service.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The lock that lets one session at a time change the schema: an advisory lock of that very
 * session, which the server takes back when the session ends, however its node died.
 */
final class MigrationLock {

  /** Its number; any would do that nobody else uses in this database. */
  private static final long NUMBER = 0x63616d656f_6462L;

  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private MigrationLock() {}

  /**
   * Waits for the lock by asking again and again: a session that waited inside a statement would
   * hold a snapshot, and the one that builds an index concurrently waits for all older snapshots.
   *
   * @throws DatabaseUnavailableException if another one still has it after the patience
   */
  static void take(Connection connection, Duration patience)
      throws SQLException, InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    long end = System.nanoTime() + patience.toNanos();
    while (!tryTake(connection)) {
      if (System.nanoTime() > end) {
        throw new DatabaseUnavailableException(
            "Another node has been changing the schema for "
                + patience.toSeconds()
                + " s and goes on ("
                + holder(connection)
                + "). Wait for it; pg_stat_activity shows what it does.");
      }
      never.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static boolean tryTake(Connection connection) throws SQLException {
    try (PreparedStatement attempt =
        connection.prepareStatement("select pg_try_advisory_lock(?)")) {
      attempt.setLong(1, NUMBER);
      try (ResultSet answer = attempt.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }

  private static String holder(Connection connection) throws SQLException {
    try (PreparedStatement question =
        connection.prepareStatement(
            """
            select a.pid, coalesce(host(a.client_addr), 'local') from pg_locks l
            join pg_stat_activity a using (pid)
            where l.locktype = 'advisory' and l.granted
              and l.database = (select oid from pg_database where datname = current_database())
              and (l.classid::bigint << 32 | l.objid::bigint) = ?
            """)) {
      question.setLong(1, NUMBER);
      try (ResultSet row = question.executeQuery()) {
        return row.next()
            ? "server process " + row.getInt(1) + ", from " + row.getString(2)
            : "gone this moment";
      }
    }
  }
}
