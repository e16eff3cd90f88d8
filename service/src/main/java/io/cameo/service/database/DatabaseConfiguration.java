package io.cameo.service.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.cameo.service.database.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the connection to PostgreSQL. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

  /** How a connection is opened, wherever the server is. */
  record Login(String jdbcUrl, Properties properties) {}

  /** The embedded server, when there is one; it ends after everything that uses it. */
  @Bean(destroyMethod = "close")
  EmbeddedServer embeddedServer(DatabaseSettings settings) throws SQLException {
    if (settings.external().isPresent()) {
      return new EmbeddedServer(Optional.empty());
    }
    EmbeddedServer server = EmbeddedServer.start(settings.data());
    freeMigrationLock(login(settings, server));
    return server;
  }

  @Bean
  Login databaseLogin(DatabaseSettings settings, EmbeddedServer embedded) {
    return login(settings, embedded);
  }

  private static Login login(DatabaseSettings settings, EmbeddedServer embedded) {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "cameo");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("connectTimeout", "5");
    // Longer than any statement may take: it only ends what a dead network has left hanging.
    properties.setProperty(
        "socketTimeout", Long.toString(settings.statementTimeout().toSeconds() + 10));
    Optional<EmbeddedPostgres> server = embedded.server();
    if (server.isPresent()) {
      properties.setProperty("user", server.get().user());
      properties.setProperty("password", server.get().password());
      return new Login(server.get().jdbcUrl(), properties);
    }
    DatabaseSettings.Server external = settings.external().orElseThrow();
    external.user().ifPresent(user -> properties.setProperty("user", user));
    external.password().ifPresent(password -> properties.setProperty("password", password));
    return new Login(external.jdbcUrl(), properties);
  }

  /**
   * The embedded server belongs to this process alone: a migration lock that is still there was
   * left by a process that was killed.
   */
  private static void freeMigrationLock(Login login) throws SQLException {
    try (Connection connection = DriverManager.getConnection(login.jdbcUrl(), login.properties());
        Statement statement = connection.createStatement()) {
      boolean there;
      try (ResultSet table =
          statement.executeQuery("select to_regclass('databasechangeloglock') is not null")) {
        there = table.next() && table.getBoolean(1);
      }
      if (there) {
        statement.executeUpdate("update databasechangeloglock set locked = false where locked");
      }
    }
  }

  @Bean
  DataSource dataSource(Login login, DatabaseSettings settings) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("cameo");
    pool.setJdbcUrl(login.jdbcUrl());
    pool.setDataSourceProperties(login.properties());
    pool.setMaximumPoolSize(settings.poolSize());
    pool.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
    pool.setInitializationFailTimeout(Duration.ofSeconds(10).toMillis());
    pool.setConnectionInitSql("set statement_timeout = " + settings.statementTimeout().toMillis());
    return new HikariDataSource(pool);
  }

  @Bean
  ChangeBus changeBus() {
    return new ChangeBus();
  }

  @Bean
  ChangeFeed changeFeed(Login login, ChangeBus bus) {
    return new ChangeFeed(
        () -> DriverManager.getConnection(login.jdbcUrl(), login.properties()),
        bus,
        Duration.ofSeconds(1));
  }
}
