package io.cameo.service.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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

  @Bean
  Login databaseLogin(DatabaseSettings settings, EmbeddedServer embedded) {
    return embedded
        .server()
        .map(server -> Login.to(server.address(), settings.statementTimeout()))
        .orElseGet(() -> Login.to(settings.external().orElseThrow(), settings.statementTimeout()));
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
  SchemaAtStart schemaAtStart(Login login, DataSource dataSource) {
    return new SchemaAtStart(new Migrations(login.patient(Migrations.LONGEST)::open), dataSource);
  }

  @Bean
  ChangeBus changeBus() {
    return new ChangeBus();
  }

  @Bean
  ChangeFeed changeFeed(Login login, ChangeBus bus) {
    return new ChangeFeed(login::open, bus, Duration.ofSeconds(1));
  }
}
