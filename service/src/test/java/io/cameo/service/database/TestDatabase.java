package io.cameo.service.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.cameo.service.database.embedded.EmbeddedPostgres;
import io.cameo.service.database.embedded.EmbeddedPostgresOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A real PostgreSQL for all tests of this JVM, started once; every caller gets a database of its
 * own with the schema in it.
 */
public final class TestDatabase implements AutoCloseable {

  private static final AtomicInteger COUNT = new AtomicInteger();

  /** Held, because a logger that nobody holds forgets its level. */
  private static final Logger MIGRATIONS = Logger.getLogger("liquibase");

  static {
    MIGRATIONS.setLevel(Level.WARNING);
  }

  private final HikariDataSource pool;
  private final Login login;

  /**
   * A way to a database.
   *
   * @param url a JDBC address
   */
  record Login(String url, String user, String password) {
    java.sql.Connection open() throws SQLException {
      return DriverManager.getConnection(url, user, password);
    }
  }

  private static final class Server {
    static final EmbeddedPostgres ONE = start();

    private static EmbeddedPostgres start() {
      try {
        Path data = Files.createTempDirectory("cameo-test-db");
        EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedPostgresOptions.of(data));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, data)));
        return server;
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    private static void stop(EmbeddedPostgres server, Path data) {
      server.close();
      try (var files = Files.walk(data)) {
        files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      } catch (IOException leftInTheTemporaryFolder) {
        System.err.println("could not remove " + data);
      }
    }
  }

  private TestDatabase(Login login, HikariDataSource pool) {
    this.login = login;
    this.pool = pool;
  }

  /** An empty database with the schema of this release. */
  public static TestDatabase open() {
    TestDatabase database = openEmpty();
    database.migrations().up();
    return database;
  }

  /** A database without any table. */
  public static TestDatabase openEmpty() {
    EmbeddedPostgres server = Server.ONE;
    return openEmpty(new Login(server.jdbcUrl(), server.user(), server.password()));
  }

  /** The same on another server. */
  static TestDatabase openEmpty(Login server) {
    String name = "test_" + COUNT.incrementAndGet();
    try (var connection = server.open();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    String url = server.url().replaceFirst("/[^/?]+(\\?|$)", "/" + name + "$1");
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(server.user());
    config.setPassword(server.password());
    config.setMaximumPoolSize(8);
    // These tests are about the order of things, not about the loss of power.
    config.addDataSourceProperty("options", "-c synchronous_commit=off");
    return new TestDatabase(
        new Login(url, server.user(), server.password()), new HikariDataSource(config));
  }

  /** The value of CAMEO_DATABASE_URL that leads here. */
  public String setting() {
    return login
        .url()
        .replaceFirst(
            "jdbc:postgresql://", "postgresql://" + login.user() + ":" + login.password() + "@");
  }

  /** JDBC address, user and password, for another process. */
  public java.util.List<String> login() {
    return java.util.List.of(login.url(), login.user(), login.password());
  }

  public DataSource dataSource() {
    return pool;
  }

  /** The schema in it. */
  public Migrations migrations() {
    return new Migrations(this::connect);
  }

  public JdbcClient sql() {
    return JdbcClient.create(pool);
  }

  public TransactionTemplate transaction() {
    return new TransactionTemplate(new JdbcTransactionManager(pool));
  }

  /** A connection that belongs to the caller. */
  public java.sql.Connection connect() throws SQLException {
    return login.open();
  }

  @Override
  public void close() {
    pool.close();
  }
}
