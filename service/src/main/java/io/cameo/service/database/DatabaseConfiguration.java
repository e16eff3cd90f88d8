package io.cameo.service.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Wires the connection to PostgreSQL. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

  /** The embedded server, when there is one; it ends after everything that uses it. */
  @Bean(destroyMethod = "close")
  EmbeddedServer embeddedServer(DatabaseSettings settings) {
    if (settings.external().isPresent()) {
      return new EmbeddedServer(Optional.empty());
    }
    return EmbeddedServer.start(settings.data());
  }

  /**
   * The two ways to the server.
   *
   * @param pool for the pool; may lead through a pooler
   * @param session for whoever needs a session of its own
   */
  record Logins(Login pool, Login session) {}

  @Bean
  Logins databaseLogins(DatabaseSettings settings, EmbeddedServer embedded) {
    Duration longest = settings.statementTimeout();
    if (embedded.server().isPresent()) {
      Login login = Login.to(embedded.server().get().address(), longest);
      return new Logins(login, login);
    }
    Login given = Login.to(settings.external().orElseThrow(), longest);
    return settings
        .direct()
        .map(direct -> new Logins(given.pooled(), Login.to(direct, longest)))
        .orElseGet(() -> new Logins(given, given));
  }

  @Bean
  DataSource dataSource(Logins logins, DatabaseSettings settings) throws SQLException {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("cameo");
    pool.setJdbcUrl(logins.pool().jdbcUrl());
    pool.setDataSourceProperties(logins.pool().properties());
    pool.setMaximumPoolSize(settings.poolSize());
    pool.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
    pool.setInitializationFailTimeout(Duration.ofSeconds(10).toMillis());
    if (!settings.pooled()) {
      // Through a pooler this would end up in somebody's session. There the driver counts the time
      // of our statements, see the JdbcTemplate.
      pool.setConnectionInitSql(
          "set statement_timeout = " + settings.statementTimeout().toMillis());
    }
    HikariDataSource dataSource = opened(pool, logins.pool());
    try (Connection server = logins.session().open()) {
      ConnectionBudget.of(server, settings).require();
      return dataSource;
    } catch (SQLException | RuntimeException refused) {
      dataSource.close();
      throw refused;
    }
  }

  private static HikariDataSource opened(HikariConfig pool, Login login) {
    try {
      return new HikariDataSource(pool);
    } catch (HikariPool.PoolInitializationException refused) {
      Throwable why = refused.getCause() == null ? refused : refused.getCause();
      throw DatabaseUnavailableException.refused("CAMEO_DATABASE_URL", login, why);
    }
  }

  /** The framework's way to send statements, with a limit where the server knows of none. */
  @Bean
  JdbcTemplate jdbcTemplate(DataSource dataSource, DatabaseSettings settings) {
    JdbcTemplate template = new JdbcTemplate(dataSource);
    if (settings.pooled()) {
      template.setQueryTimeout((int) Math.max(1, settings.statementTimeout().toSeconds()));
    }
    return template;
  }

  @Bean
  SchemaAtStart schemaAtStart(Logins logins, DataSource dataSource) {
    return new SchemaAtStart(
        new Migrations(logins.session().patient(Migrations.LONGEST)::open), dataSource);
  }

  @Bean
  SchemaNews schemaNews(SchemaAtStart schema) {
    return schema.news();
  }

  @Bean
  ChangeBus changeBus() {
    return new ChangeBus();
  }

  @Bean
  ChangeFeed changeFeed(Logins logins, ChangeBus bus) {
    return new ChangeFeed(logins.session()::open, bus, Duration.ofSeconds(1));
  }
}
