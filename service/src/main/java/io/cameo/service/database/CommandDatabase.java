package io.cameo.service.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.cameo.service.database.embedded.DataFolderInUseException;
import io.cameo.service.database.embedded.EmbeddedPostgres;
import io.cameo.service.database.embedded.EmbeddedPostgresException;
import io.cameo.service.database.embedded.EmbeddedPostgresOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database for a command of the operator's: the server of {@code CAMEO_DATABASE_URL}, the
 * embedded one of the service that runs on the data folder, or that folder's own, started for as
 * long as the command needs it.
 */
public final class CommandDatabase implements AutoCloseable {

  /** Commands look at everything, which may take long; a service's statement may not. */
  private static final Duration LONGEST_STATEMENT = Duration.ofHours(1);

  private static final Duration LONGEST_START = Duration.ofMinutes(2);
  private static final Duration LONGEST_VISIT = Duration.ofHours(24);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final int CONNECTIONS = 6;

  /** Not the service's name: whether a service runs is seen by it. */
  private static final String NAME = "cameo-command";

  /** What to do where there is no database yet. */
  public enum IfMissing {
    REFUSE,
    CREATE
  }

  /**
   * Number of the advisory lock that says: this command uses the server of another one. Commands
   * share it; the one whose server it is ends the server only when it can have the lock alone.
   */
  private static final long GUESTS = 0x63616d656f_6763L;

  private static final Logger LOG = LoggerFactory.getLogger(CommandDatabase.class);

  private final Optional<EmbeddedPostgres> own;
  private final Optional<Connection> guest;
  private final Login login;
  private final HikariDataSource pool;

  private CommandDatabase(Optional<EmbeddedPostgres> own, Optional<Connection> guest, Login login) {
    this.own = own;
    this.guest = guest;
    this.login = login;
    HikariConfig config = new HikariConfig();
    config.setPoolName(NAME);
    config.setJdbcUrl(login.jdbcUrl());
    config.setDataSourceProperties(login.properties());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
    config.setConnectionInitSql("set statement_timeout = " + LONGEST_STATEMENT.toMillis());
    this.pool = new HikariDataSource(config);
  }

  /**
   * Finds or starts the database.
   *
   * @throws DatabaseUnavailableException if that is not possible
   */
  public static CommandDatabase open(DatabaseSettings settings, IfMissing ifMissing) {
    if (settings.external().isEmpty()) {
      return embedded(settings.data(), ifMissing);
    }
    DatabaseSettings.Server server = settings.direct().orElse(settings.external().get());
    Login login = Login.to(server, LONGEST_STATEMENT).named(NAME);
    try (Connection probe = login.open()) {
      probe.isValid(5);
      return new CommandDatabase(Optional.empty(), Optional.empty(), login);
    } catch (SQLException refused) {
      throw DatabaseUnavailableException.refused(
          settings.pooled() ? "CAMEO_DATABASE_DIRECT_URL" : "CAMEO_DATABASE_URL", login, refused);
    }
  }

  /** Whether there is a database, as far as that is seen without starting or asking one. */
  public static boolean exists(DatabaseSettings settings) {
    return settings.external().isPresent() || EmbeddedPostgres.exists(settings.data());
  }

  /** The lock comes first: whoever has it may start, and nobody else's server is ended then. */
  private static CommandDatabase embedded(Path data, IfMissing ifMissing) {
    if (ifMissing == IfMissing.REFUSE && !EmbeddedPostgres.exists(data)) {
      throw new DatabaseUnavailableException(
          "There is no database in "
              + data
              + ". Start the command where the service runs, or name the service's folder in"
              + " CAMEO_DATA or its server in CAMEO_DATABASE_URL.");
    }
    long end = System.nanoTime() + LONGEST_START.toNanos();
    CountDownLatch never = new CountDownLatch(1);
    try {
      while (true) {
        try {
          EmbeddedPostgres server =
              EmbeddedPostgres.start(EmbeddedPostgresOptions.of(data).forCommand());
          return new CommandDatabase(
              Optional.of(server),
              Optional.empty(),
              Login.to(server.address(), LONGEST_STATEMENT).named(NAME));
        } catch (DataFolderInUseException taken) {
          Optional<CommandDatabase> theirs =
              EmbeddedPostgres.running(data)
                  .map(address -> Login.to(address, LONGEST_STATEMENT).named(NAME))
                  .flatMap(CommandDatabase::visit);
          if (theirs.isPresent()) {
            return theirs.get();
          }
          if (System.nanoTime() > end) {
            throw new DatabaseUnavailableException(
                "Process "
                    + taken.holder()
                    + " has the database in "
                    + data
                    + ", but that has not answered for "
                    + LONGEST_START.toSeconds()
                    + " s. Look at its log, or stop that process.",
                taken);
          }
        }
        // The other one is on its way up, or down.
        never.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (EmbeddedPostgresException cannot) {
      throw new DatabaseUnavailableException(String.valueOf(cannot.getMessage()), cannot);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new DatabaseUnavailableException("Interrupted while looking for the database.");
    }
  }

  /** The server of somebody else, unless it does not answer or is about to end. */
  private static Optional<CommandDatabase> visit(Login login) {
    Optional<Connection> guest = Optional.empty();
    try {
      guest = Optional.of(login.open());
      if (ask(guest.get(), "select pg_try_advisory_lock_shared(" + GUESTS + ")")) {
        return Optional.of(new CommandDatabase(Optional.empty(), guest, login));
      }
    } catch (SQLException notYet) {
      LOG.debug("The database does not answer yet", notYet);
    }
    guest.ifPresent(CommandDatabase::leave);
    return Optional.empty();
  }

  private static boolean ask(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(question)) {
      return answer.next() && answer.getBoolean(1);
    }
  }

  private static void leave(Connection guest) {
    try {
      guest.close();
    } catch (SQLException gone) {
      LOG.debug("The connection was gone already", gone);
    }
  }

  /** A pool of a few connections. */
  public DataSource dataSource() {
    return pool;
  }

  /** A connection outside the pool, for what lasts: a snapshot, a COPY, a lock. */
  public Connection connect() throws SQLException {
    return login.open();
  }

  /** The schema in it. */
  public Migrations migrations() {
    return new Migrations(login.patient(Migrations.LONGEST)::open);
  }

  /** Whether the server runs for this command alone, and ends with it. */
  public boolean isOwn() {
    return own.isPresent();
  }

  @Override
  public void close() {
    pool.close();
    guest.ifPresent(CommandDatabase::leave);
    if (own.isPresent()) {
      awaitGuests();
      own.get().close();
    }
  }

  /** Other commands may use this one's server: it ends with the last of them. */
  private void awaitGuests() {
    long end = System.nanoTime() + LONGEST_VISIT.toNanos();
    CountDownLatch never = new CountDownLatch(1);
    boolean told = false;
    try (Connection host = login.open()) {
      while (!ask(host, "select pg_try_advisory_lock(" + GUESTS + ")")) {
        if (!told) {
          told = true;
          LOG.warn(
              "Done. Another command still uses the database that this one has started;"
                  + " this one ends after it");
        }
        if (System.nanoTime() > end) {
          return;
        }
        never.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (SQLException gone) {
      LOG.debug("The server has ended already", gone);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
