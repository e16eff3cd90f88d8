package io.cameo.service.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a server says of itself.
 *
 * @param cluster identifier that a primary shares with its streaming replicas and with nobody else
 * @param database number of the database within the cluster
 * @param started when the server was started, which tells two servers of a cluster apart
 * @param standby whether it replays another server's log
 * @param timeline goes up by one whenever a replica of the cluster is promoted
 * @param position in the write-ahead log: of a primary behind every change that it has
 *     acknowledged, of a replica the end of what is replayed
 * @param free connections that it has for ordinary users
 */
record ServerState(
    long cluster,
    long database,
    String started,
    boolean standby,
    long timeline,
    long position,
    int free) {

  /**
   * A running replica knows its timeline only by its last restart point and by what it has flushed
   * since, so it may be newer than it says, never older.
   *
   * <p>A commit is acknowledged when it is flushed. What is written and not flushed is sent to
   * nobody, and an idle server may leave it so for 15 seconds; only where commits do not wait for
   * the flush must it count.
   */
  private static final String QUESTION =
      """
      select s.system_identifier,
        (select oid::bigint from pg_database where datname = current_database()),
        pg_postmaster_start_time()::text,
        pg_is_in_recovery(),
        case when pg_is_in_recovery()
          then greatest(c.timeline_id, r.min_recovery_end_timeline)
          else ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int
        end,
        case when pg_is_in_recovery() then coalesce(pg_last_wal_replay_lsn(), '0/0'::pg_lsn)
          when current_setting('synchronous_commit') = 'off' then pg_current_wal_insert_lsn()
          else pg_current_wal_flush_lsn() end - '0/0'::pg_lsn,
      """
          + ConnectionBudget.FREE
          + "from pg_control_system() s, pg_control_checkpoint() c, pg_control_recovery() r";

  private static final int PAGE = 8192;

  /** The two lengths of the head of a page of the log. */
  private static final int SHORT_HEAD = 24;

  private static final int LONG_HEAD = 40;

  static ServerState of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(QUESTION)) {
      row.next();
      return new ServerState(
          row.getLong(1),
          row.getLong(2),
          row.getString(3),
          row.getBoolean(4),
          row.getLong(5),
          endOfLastRecord(row.getLong(6)),
          row.getInt(7));
    }
  }

  /**
   * Where the next record is inserted is behind the head of a page when the last record filled the
   * page before; a replica that has replayed that record says it is before the head.
   */
  static long endOfLastRecord(long position) {
    long inPage = position % PAGE;
    return inPage == SHORT_HEAD || inPage == LONG_HEAD ? position - inPage : position;
  }

  boolean sameServer(ServerState other) {
    return cluster == other.cluster && started.equals(other.started);
  }

  boolean sameDatabase(ServerState other) {
    return cluster == other.cluster && database == other.database;
  }
}
