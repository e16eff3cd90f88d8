package io.cameo.service.database;

import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.change.core.TagDatabaseChange;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.FastCheckService;
import liquibase.changelog.RanChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.integration.spring.SpringResourceAccessor;
import liquibase.lockservice.LockServiceFactory;
import liquibase.resource.ResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.DefaultResourceLoader;

/**
 * The schema of a database, and the one way to change it.
 *
 * <p>Whoever changes it holds {@link MigrationLock}, so of many nodes that start at once one works
 * and the others wait, and a dead node leaves no lock behind. Liquibase's own lock, a row that
 * would be left behind, therefore says nothing and is taken away by the next one.
 *
 * <p>Steps with the label {@code contract} take away what the previous release still uses. They are
 * held back until somebody says that no node of that release runs.
 */
public final class Migrations {

  /** Longest time that one statement of a migration may take, such as the build of an index. */
  static final Duration LONGEST = Duration.ofHours(6);

  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
  private static final String CONTRACT = "contract";
  private static final LabelExpression ALL = new LabelExpression();
  private static final LabelExpression EXPANDING = new LabelExpression("!" + CONTRACT);

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final Connections connections;
  private final Changelog changelog;
  private final Pace pace;

  /**
   * Where the steps are written.
   *
   * @param path of the first file
   * @param files finds it and those that it names
   */
  record Changelog(String path, ResourceAccessor files) {
    static Changelog ofThisRelease() {
      return new Changelog(
          "classpath:/db/changelog.yaml", new SpringResourceAccessor(new DefaultResourceLoader()));
    }
  }

  /**
   * How long to wait for others.
   *
   * @param patience for a node that changes the schema
   * @param lockTimeout for a table: whoever waits for one makes everybody behind it wait, so a step
   *     gives up soon
   * @param attempts how often such a step is tried
   * @param between time between two attempts
   */
  record Pace(Duration patience, Duration lockTimeout, int attempts, Duration between) {
    static Pace usual() {
      return new Pace(Duration.ofMinutes(30), Duration.ofSeconds(5), 20, Duration.ofSeconds(3));
    }
  }

  /** Opens a connection that belongs to the caller and whose statements may take long. */
  interface Connections {
    Connection open() throws SQLException;
  }

  /** What is done in the session that holds the lock. */
  private interface Work<T> {
    T with(Liquibase liquibase, Connection connection) throws LiquibaseException, SQLException;
  }

  /**
   * One step of the schema.
   *
   * @param file the changelog it stands in
   * @param tag the release that it ends, or empty
   */
  public record Change(String file, String id, Optional<String> tag) {

    private static Change of(ChangeSet set) {
      Optional<String> tag =
          set.getChanges().stream()
              .filter(TagDatabaseChange.class::isInstance)
              .map(change -> ((TagDatabaseChange) change).getTag())
              .findFirst();
      return new Change(name(set.getFilePath()), set.getId(), tag);
    }

    private static Change of(RanChangeSet set) {
      return new Change(name(set.getChangeLog()), set.getId(), Optional.ofNullable(set.getTag()));
    }

    private static String name(String path) {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    /** What names it among all steps of all releases. */
    public String key() {
      return file + "::" + id;
    }

    @Override
    public String toString() {
      return file + " " + id + tag.map(name -> " (release " + name + ")").orElse("");
    }
  }

  /**
   * Where the schema stands.
   *
   * @param taken in the order in which they were taken
   * @param pending what is missing for this release
   * @param held what takes something away from the previous release, and waits for a word
   * @param unknown what was taken by a newer release
   */
  public record Status(
      List<Change> taken, List<Change> pending, List<Change> held, List<Change> unknown) {}

  /**
   * A way back, before it is gone.
   *
   * @param steps what would be taken back, in that order
   * @param sql the statements
   * @param losses what would be gone for good, a sentence each
   * @param losesData whether any of that holds something; an empty table does not
   */
  public record WayBack(List<Change> steps, String sql, List<String> losses, boolean losesData) {}

  Migrations(Connections connections) {
    this(connections, Changelog.ofThisRelease(), Pace.usual());
  }

  Migrations(Connections connections, Changelog changelog, Pace pace) {
    this.connections = connections;
    this.changelog = changelog;
    this.pace = pace;
  }

  /** Where the schema stands. */
  public Status status() {
    return locked((liquibase, connection) -> status(liquibase));
  }

  private static Status status(Liquibase liquibase) throws LiquibaseException {
    List<Change> taken =
        liquibase.getDatabase().getRanChangeSetList().stream().map(Change::of).toList();
    Set<String> known = new HashSet<>();
    for (ChangeSet set : liquibase.getDatabaseChangeLog().getChangeSets()) {
      known.add(Change.of(set).key());
    }
    return new Status(
        taken,
        unrun(liquibase, EXPANDING),
        unrun(liquibase, new LabelExpression(CONTRACT)).stream()
            .filter(change -> change.tag().isEmpty())
            .toList(),
        taken.stream().filter(change -> !known.contains(change.key())).toList());
  }

  private static List<Change> unrun(Liquibase liquibase, LabelExpression labels)
      throws LiquibaseException {
    List<Change> changes = new ArrayList<>();
    for (ChangeSet set : liquibase.listUnrunChangeSets(new Contexts(), labels)) {
      boolean contract = set.getLabels().getLabels().contains(CONTRACT);
      if (contract != labels.equals(EXPANDING)) {
        changes.add(Change.of(set));
      }
    }
    return changes;
  }

  /** The steps that this release needs and the database has not taken. */
  public List<Change> pending() {
    return status().pending();
  }

  /**
   * Takes every step that is missing, but those that take something from the previous release.
   *
   * @return the steps that were taken
   */
  public List<Change> up() {
    return up(Optional.empty(), EXPANDING);
  }

  /** The same with those steps; no node of the previous release may run. */
  public List<Change> upWithContract() {
    return up(Optional.empty(), ALL);
  }

  /** Takes the steps that are missing up to the end of a release. */
  public List<Change> upTo(String tag) {
    return up(Optional.of(tag), EXPANDING);
  }

  private List<Change> up(Optional<String> tag, LabelExpression labels) {
    return locked(
        (liquibase, connection) -> {
          int before = liquibase.getDatabase().getRanChangeSetList().size();
          if (tag.isPresent()) {
            liquibase.update(tag.get(), new Contexts(), labels);
          } else {
            liquibase.update(new Contexts(), labels);
          }
          List<RanChangeSet> after = liquibase.getDatabase().getRanChangeSetList();
          return after.subList(before, after.size()).stream().map(Change::of).toList();
        });
  }

  /** How many steps were taken after a release; empty when the database has not reached it. */
  public Optional<Integer> stepsAfter(String tag) {
    List<Change> taken = status().taken();
    for (int i = taken.size() - 1; i >= 0; i--) {
      if (taken.get(i).tag().equals(Optional.of(tag))) {
        return Optional.of(taken.size() - 1 - i);
      }
    }
    return Optional.empty();
  }

  /** Whether this release knows of that one. */
  public boolean knows(String tag) {
    return locked(
        (liquibase, connection) ->
            liquibase.getDatabaseChangeLog().getChangeSets().stream()
                .anyMatch(set -> Change.of(set).tag().equals(Optional.of(tag))));
  }

  /**
   * What taking back the last steps would do; nothing is changed.
   *
   * @throws IllegalArgumentException with the reason, if this program cannot take them back
   */
  public WayBack wayBack(int steps) {
    return locked(
        (liquibase, connection) -> {
          List<Change> last = last(status(liquibase), steps);
          StringWriter sql = new StringWriter();
          liquibase.rollback(steps, null, new Contexts(), ALL, sql);
          String statements = withoutHousekeeping(sql.toString());
          List<Losses.Loss> losses = Losses.of(statements, connection);
          return new WayBack(
              last,
              statements,
              losses.stream().map(Losses.Loss::sentence).toList(),
              losses.stream().anyMatch(Losses.Loss::ofData));
        });
  }

  /** Takes the last steps back. */
  public List<Change> down(int steps) {
    return locked(
        (liquibase, connection) -> {
          List<Change> last = last(status(liquibase), steps);
          liquibase.rollback(steps, null, new Contexts(), ALL);
          return last;
        });
  }

  private static List<Change> last(Status status, int steps) {
    List<Change> taken = status.taken();
    if (steps < 1 || steps > taken.size()) {
      throw new IllegalArgumentException(
          "The database has taken " + taken.size() + " steps; say how many of them to take back.");
    }
    List<Change> last = taken.subList(taken.size() - steps, taken.size()).reversed();
    for (Change change : last) {
      if (status.unknown().contains(change)) {
        throw new IllegalArgumentException(
            "The database has taken \""
                + change
                + "\", which a newer release has made and this one does not know. Take it back"
                + " with that release.");
      }
    }
    return last;
  }

  /** The statements on our own tables, without what Liquibase writes down for itself. */
  private static String withoutHousekeeping(String sql) {
    StringBuilder ours = new StringBuilder();
    sql.lines()
        .filter(line -> !line.startsWith("--") && !line.isBlank())
        .filter(line -> !line.toLowerCase(java.util.Locale.ROOT).contains("databasechangelog"))
        .forEach(line -> ours.append(line).append('\n'));
    return ours.toString();
  }

  /** The steps that this release knows, in their order. */
  public List<Change> known() {
    return locked(
        (liquibase, connection) ->
            liquibase.getDatabaseChangeLog().getChangeSets().stream().map(Change::of).toList());
  }

  /** Takes so many steps of those that are missing, for rows of an older release. */
  public void up(int steps) {
    locked(
        (liquibase, connection) -> {
          liquibase.update(steps, new Contexts(), EXPANDING);
          return steps;
        });
  }

  private <T> T locked(Work<T> work) {
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          return once(work);
        } catch (LiquibaseException | SQLException failed) {
          if (attempt == pace.attempts() || !waitedForALock(failed)) {
            throw failed;
          }
          LOG.warn("A step of the schema waits for a table that is in use, and is tried again");
          new CountDownLatch(1).await(pace.between().toMillis(), TimeUnit.MILLISECONDS);
        }
      }
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

  private static boolean waitedForALock(Throwable failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  private <T> T once(Work<T> work) throws SQLException, LiquibaseException, InterruptedException {
    try (Connection connection = connections.open()) {
      try (Statement statement = connection.createStatement()) {
        // An index on a large table takes as long as it takes.
        statement.execute("set statement_timeout = 0");
        statement.execute("set lock_timeout = " + pace.lockTimeout().toMillis());
      }
      MigrationLock.take(connection, pace.patience());
      Database database =
          DatabaseFactory.getInstance()
              .findCorrectDatabaseImplementation(new JdbcConnection(connection));
      Map<String, Object> quiet =
          Map.of(
              Scope.Attr.ui.name(), new LoggerUIService(), "liquibase.analytics.enabled", "false");
      Liquibase liquibase = new Liquibase(changelog.path(), changelog.files(), database);
      liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
      try {
        return Scope.child(
            quiet,
            () -> {
              LockServiceFactory.getInstance().getLockService(database).forceReleaseLock();
              // It remembers for the life of the process that there was nothing to do.
              Scope.getCurrentScope().getSingleton(FastCheckService.class).clearCache();
              return work.with(liquibase, connection);
            });
      } catch (LiquibaseException | SQLException | RuntimeException expected) {
        throw expected;
      } catch (Exception other) {
        throw new LiquibaseException(other);
      }
    }
  }
}
