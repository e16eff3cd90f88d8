package io.cameo.service.database;

import io.cameo.service.database.embedded.EmbeddedPostgres;
import io.cameo.service.database.embedded.EmbeddedPostgresOptions;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** An empty PostgreSQL of its own for work that is thrown away. */
public final class ScratchDatabase implements AutoCloseable {

  private static final Duration LONGEST_STATEMENT = Duration.ofHours(1);

  private final EmbeddedPostgres server;
  private final Login login;
  private final DataSource dataSource;

  private ScratchDatabase(EmbeddedPostgres server) {
    this.server = server;
    this.login = Login.to(server.address(), LONGEST_STATEMENT).named("cameo-scratch");
    this.dataSource = new DriverManagerDataSource(login.jdbcUrl(), login.properties());
  }

  /** Starts one below a folder. */
  public static ScratchDatabase start(Path folder) {
    return new ScratchDatabase(EmbeddedPostgres.start(EmbeddedPostgresOptions.of(folder)));
  }

  /** Opens a connection for each call. */
  public DataSource dataSource() {
    return dataSource;
  }

  /** The schema in it: none at first. */
  public Migrations migrations() {
    return new Migrations(login.patient(Migrations.LONGEST)::open);
  }

  /** Ends the server; its files stay. */
  @Override
  public void close() {
    server.close();
  }
}
