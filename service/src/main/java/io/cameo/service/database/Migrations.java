package io.cameo.service.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.integration.spring.SpringResourceAccessor;
import liquibase.lockservice.LockServiceFactory;
import liquibase.ui.LoggerUIService;
import org.springframework.core.io.DefaultResourceLoader;

/**
 * The schema of a database, and the one way to change it.
 *
 * <p>Whoever changes it holds an advisory lock in the very session that makes the changes, so of
 * many nodes that start at once one works and the others wait, and the lock of a dead node is gone
 * with its session. Liquibase's own lock, a row that a dead node would leave behind, therefore says
 * nothing and is taken away by the next one.
 */
public final class Migrations {

  /** Longest time that one statement of a migration may take, such as the build of an index. */
  static final Duration LONGEST = Duration.ofHours(6);

  private static final String CHANGELOG = "classpath:/db/changelog.yaml";
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  /** The number of the advisory lock; any would do that nobody else uses in this database. */
  private static final long LOCK = 0x63616d656f_6462L;

  private final Connections connections;

  /** Opens a connection that belongs to the caller and whose statements may take long. */
  interface Connections {
    Connection open() throws SQLException;
  }

  /** What is done in the session that holds the lock. */
  private interface Work<T> {
    T with(Liquibase liquibase) throws LiquibaseException;
  }

  /**
   * One step of the schema.
   *
   * @param file the changelog it stands in
   */
  public record Change(String file, String id) {

    private static Change of(ChangeSet set) {
      String path = set.getFilePath();
      return new Change(path.substring(path.lastIndexOf('/') + 1), set.getId());
    }

    @Override
    public String toString() {
      return file + " " + id;
    }
  }

  Migrations(Connections connections) {
    this.connections = connections;
  }

  /** The steps that this release knows and the database has not taken. */
  public List<Change> pending() {
    return locked(Migrations::pending);
  }

  private static List<Change> pending(Liquibase liquibase) throws LiquibaseException {
    return liquibase.listUnrunChangeSets(new Contexts(), new LabelExpression()).stream()
        .map(Change::of)
        .toList();
  }

  /**
   * Takes every step that is missing.
   *
   * @return the steps that were taken
   */
  public List<Change> up() {
    return locked(
        liquibase -> {
          List<Change> steps = pending(liquibase);
          liquibase.update(new Contexts(), new LabelExpression());
          return steps;
        });
  }

  /** The steps that this release knows, in their order. */
  public List<Change> known() {
    return locked(
        liquibase ->
            liquibase.getDatabaseChangeLog().getChangeSets().stream().map(Change::of).toList());
  }

  /** Takes so many steps of those that are missing, for rows of an older release. */
  public void up(int steps) {
    locked(
        liquibase -> {
          liquibase.update(steps, new Contexts(), new LabelExpression());
          return steps;
        });
  }

  private <T> T locked(Work<T> work) {
    try (Connection connection = connections.open()) {
      lock(connection);
      Database database =
          DatabaseFactory.getInstance()
              .findCorrectDatabaseImplementation(new JdbcConnection(connection));
      return Scope.child(
          Map.of(
              Scope.Attr.ui.name(), new LoggerUIService(), "liquibase.analytics.enabled", "false"),
          () -> {
            LockServiceFactory.getInstance().getLockService(database).forceReleaseLock();
            Liquibase liquibase =
                new Liquibase(
                    CHANGELOG, new SpringResourceAccessor(new DefaultResourceLoader()), database);
            liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
            return work.with(liquibase);
          });
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new DatabaseUnavailableException("Interrupted while the schema was looked at.");
    } catch (RuntimeException already) {
      throw already;
    } catch (Exception failed) {
      throw new DatabaseUnavailableException(
          "The schema of the database could not be looked at or changed: " + failed.getMessage(),
          failed);
    }
  }

  /**
   * Waits for the lock by asking again and again: a session that waited inside a statement would
   * hold a snapshot, and the one that builds an index concurrently waits for all older snapshots.
   */
  private static void lock(Connection connection) throws SQLException, InterruptedException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set statement_timeout = 0");
    }
    CountDownLatch never = new CountDownLatch(1);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!tryLock(connection)) {
      if (System.nanoTime() > end) {
        throw new DatabaseUnavailableException(
            "Another node has been changing the schema for "
                + PATIENCE.toMinutes()
                + " minutes and goes on ("
                + holder(connection)
                + "). Wait for it; pg_stat_activity shows what it does.");
      }
      never.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static boolean tryLock(Connection connection) throws SQLException {
    try (PreparedStatement attempt =
        connection.prepareStatement("select pg_try_advisory_lock(?)")) {
      attempt.setLong(1, LOCK);
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
              and (l.classid::bigint << 32 | l.objid::bigint) = ?
            """)) {
      question.setLong(1, LOCK);
      try (ResultSet row = question.executeQuery()) {
        return row.next()
            ? "server process " + row.getInt(1) + ", from " + row.getString(2)
            : "gone this moment";
      }
    }
  }
}
