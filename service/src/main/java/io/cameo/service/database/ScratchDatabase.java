package io.cameo.service.database;

import io.cameo.service.database.embedded.EmbeddedPostgres;
import io.cameo.service.database.embedded.EmbeddedPostgresOptions;
import java.nio.file.Path;
import java.util.Properties;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** An empty PostgreSQL of its own for work that is thrown away. */
public final class ScratchDatabase implements AutoCloseable {

  private final EmbeddedPostgres server;
  private final DataSource dataSource;

  private ScratchDatabase(EmbeddedPostgres server) {
    this.server = server;
    Properties login = new Properties();
    login.setProperty("user", server.user());
    login.setProperty("password", server.password());
    login.setProperty("ApplicationName", "cameo-scratch");
    login.setProperty("connectTimeout", "5");
    // Long enough for the longest statement of a restore; it only ends what hangs.
    login.setProperty("socketTimeout", "3600");
    this.dataSource = new DriverManagerDataSource(server.jdbcUrl(), login);
  }

  /** Starts one below a folder. */
  public static ScratchDatabase start(Path folder) {
    return new ScratchDatabase(EmbeddedPostgres.start(EmbeddedPostgresOptions.of(folder)));
  }

  /** Opens a connection for each call. */
  public DataSource dataSource() {
    return dataSource;
  }

  /** Ends the server; its files stay. */
  @Override
  public void close() {
    server.close();
  }
}
