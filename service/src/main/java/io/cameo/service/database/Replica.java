package io.cameo.service.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.cameo.service.database.ReplicaStatus.State;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * One replica: its pool, and what is known of it. One question that fails opens its circuit: it is
 * left alone until it was looked at again, and longer after each failure that follows.
 */
final class Replica implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

  /** A conflict of the question with what the replica has to replay: nothing is wrong with it. */
  private static final String CONFLICT = "40001";

  private static final Duration LONGEST_REST = Duration.ofSeconds(30);

  /** Shorter than anything that a caller would notice: the primary can be asked instead. */
  private static final long WAIT_FOR_POOL_MILLIS = 250;

  private final String name;
  private final Login login;
  private final HikariDataSource pool;
  private final String guard;
  private final LongSupplier nanos;

  private volatile ReplicaStatus status = ReplicaStatus.unknown();
  private volatile int failures;
  private long failedAt;
  private long restsUntil;

  /** What came of a question. */
  sealed interface Answer<T> {

    record Given<T>(T value) implements Answer<T> {}

    /** It has not replayed far enough. */
    record Behind<T>() implements Answer<T> {}

    /** All its connections are in use. */
    record Busy<T>() implements Answer<T> {}

    record Failed<T>() implements Answer<T> {}
  }

  /**
   * @param nanos a clock that only runs forward, as {@link System#nanoTime}
   */
  Replica(Login login, ReplicaSettings settings, LongSupplier nanos) {
    this.name = ServerAddress.name(login.jdbcUrl());
    this.login = login;
    this.nanos = nanos;
    this.guard = guard(settings.timeout());
    HikariConfig config = new HikariConfig();
    config.setPoolName("replica " + name.replace(':', ' '));
    config.setJdbcUrl(login.jdbcUrl());
    config.setDataSourceProperties(login.properties());
    config.setMaximumPoolSize(settings.poolSize());
    config.setMinimumIdle(0);
    config.setReadOnly(true);
    config.setConnectionTimeout(WAIT_FOR_POOL_MILLIS);
    config.setValidationTimeout(WAIT_FOR_POOL_MILLIS);
    // It may be away now; the service starts all the same.
    config.setInitializationFailTimeout(-1);
    this.pool = new HikariDataSource(config);
    restsUntil = nanos.getAsLong();
    failedAt = restsUntil;
  }

  /**
   * Begins every transaction: where the replica is, and the limits of this transaction alone, which
   * leave nothing behind in a session that a pooler hands on.
   */
  private static String guard(Duration timeout) {
    String limit = "'" + timeout.toMillis() + "'";
    return "select pg_is_in_recovery(), pg_last_wal_replay_lsn() - '0/0'::pg_lsn,"
        + " set_config('statement_timeout', "
        + limit
        + ", true), set_config('lock_timeout', "
        + limit
        + ", true), set_config('idle_in_transaction_session_timeout', "
        + limit
        + ", true)";
  }

  /** Hosts and database, for logs and metrics. */
  String name() {
    return name;
  }

  ReplicaStatus status() {
    return status;
  }

  /** Whether it is worth asking for what needs this place. */
  boolean mayKnow(long needed) {
    ReplicaStatus known = status;
    return known.isUsable() && known.replayed() >= needed;
  }

  /** Connections that are open, idle ones included. */
  int connections() {
    HikariPoolMXBean counts = pool.getHikariPoolMXBean();
    return counts == null ? 0 : counts.getTotalConnections();
  }

  /** A connection beside the pool, to look after it. */
  Connection open() throws SQLException {
    return login.open();
  }

  /** Asks, if it is a replica still and has come that far. */
  <T> Answer<T> ask(long needed, Function<JdbcClient, T> question) {
    try (Connection connection = pool.getConnection()) {
      // Not the pool's own setting: its look whether a connection lives would begin a transaction.
      connection.setAutoCommit(false);
      Guarded guarded = look(connection);
      if (!guarded.standby()) {
        failed(State.PROMOTED, "It was promoted and takes writes of its own.");
        return new Answer.Failed<>();
      }
      if (guarded.replayed() < needed) {
        return new Answer.Behind<>();
      }
      T value = question.apply(JdbcClient.create(new SingleConnectionDataSource(connection, true)));
      connection.commit();
      if (failures != 0) {
        failures = 0;
      }
      return new Answer.Given<>(value);
    } catch (SQLTransientConnectionException none) {
      if (none.getCause() == null) {
        return new Answer.Busy<>();
      }
      return failed(none);
    } catch (SQLException failed) {
      return failed(failed);
    } catch (DataAccessException failed) {
      return failed.getMostSpecificCause() instanceof SQLException cause
          ? failed(cause)
          : new Answer.Failed<>();
    }
  }

  private record Guarded(boolean standby, long replayed) {}

  private Guarded look(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(guard)) {
      row.next();
      return new Guarded(row.getBoolean(1), row.getLong(2));
    }
  }

  private <T> Answer<T> failed(SQLException failure) {
    if (!CONFLICT.equals(failure.getSQLState())) {
      failed(State.FAILED, "A question failed: " + failure.getMessage());
    }
    return new Answer.Failed<>();
  }

  private void failed(State state, String why) {
    synchronized (this) {
      failedAt = nanos.getAsLong();
      long rest = Duration.ofSeconds(1L << Math.min(failures, 5)).toNanos();
      restsUntil = failedAt + Math.min(rest, LONGEST_REST.toNanos());
      failures = Math.min(failures + 1, 100);
      become(ReplicaStatus.unusable(state, why, status));
    }
    HikariPoolMXBean connections = pool.getHikariPoolMXBean();
    if (connections != null) {
      connections.softEvictConnections();
    }
  }

  /**
   * Takes the outcome of a look.
   *
   * @param begunNanos when the look began: one that began before the last failure says nothing
   */
  synchronized void looked(ReplicaStatus seen, long begunNanos) {
    boolean resting = begunNanos - failedAt < 0 || nanos.getAsLong() - restsUntil < 0;
    if (resting && seen.isUsable()) {
      status =
          new ReplicaStatus(
              status.state(), status.why(), seen.replayed(), seen.lag(), seen.lagBytes());
      return;
    }
    become(seen);
  }

  /** It did not answer a look. */
  synchronized void silent(String why) {
    become(ReplicaStatus.unusable(State.AWAY, why, status));
  }

  private void become(ReplicaStatus next) {
    State before = status.state();
    status = next;
    if (before == next.state()) {
      return;
    }
    switch (next.state()) {
      case USABLE -> LOG.info("Replica {} is read", name);
      case PROMOTED, FOREIGN -> LOG.error("Replica {} is not read: {}", name, next.why());
      default -> LOG.warn("Replica {} is not read: {}", name, next.why());
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
