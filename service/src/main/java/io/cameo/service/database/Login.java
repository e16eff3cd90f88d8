package io.cameo.service.database;

import io.cameo.service.database.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/**
 * How a connection is opened, wherever the server is.
 *
 * @param properties of the driver; user and password are among them
 */
record Login(String jdbcUrl, Properties properties) {

  /** What the service calls itself on each of its connections. */
  static final String SERVICE = "cameo";

  /** To the external server of the settings. */
  static Login to(DatabaseSettings.Server server, Duration longestStatement) {
    Properties properties = properties(longestStatement);
    server.user().ifPresent(user -> properties.setProperty("user", user));
    server.password().ifPresent(password -> properties.setProperty("password", password));
    return new Login(server.jdbcUrl(), properties);
  }

  /** To an embedded server that runs. */
  static Login to(EmbeddedPostgres.Address address, Duration longestStatement) {
    Properties properties = properties(longestStatement);
    properties.setProperty("user", address.user());
    properties.setProperty("password", address.password());
    return new Login(address.jdbcUrl(), properties);
  }

  private static Properties properties(Duration longestStatement) {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", SERVICE);
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("connectTimeout", "5");
    // Said here, because the driver's own limit is one for all and follows the last pool made.
    properties.setProperty("loginTimeout", "5");
    // Longer than any statement may take: it only ends what a dead network has left hanging.
    properties.setProperty("socketTimeout", Long.toString(longestStatement.toSeconds() + 10));
    return properties;
  }

  /** The same for statements that may take this long. */
  Login patient(Duration longestStatement) {
    Properties copy = new Properties();
    copy.putAll(properties);
    copy.setProperty("socketTimeout", Long.toString(longestStatement.toSeconds() + 10));
    return new Login(jdbcUrl, copy);
  }

  /** The same for whoever has somebody else to ask: every wait on the network is this short. */
  Login hasty(Duration longestWait) {
    Properties copy = new Properties();
    copy.putAll(properties);
    String seconds = Long.toString(Math.max(1, longestWait.toSeconds()));
    copy.setProperty("connectTimeout", seconds);
    copy.setProperty("loginTimeout", seconds);
    copy.setProperty("socketTimeout", seconds);
    return new Login(jdbcUrl, copy);
  }

  /**
   * The same through a pooler that shares connections by transaction: nothing may be left in a
   * session, and a statement that is prepared on the server is one.
   */
  Login pooled() {
    Properties copy = new Properties();
    copy.putAll(properties);
    copy.setProperty("prepareThreshold", "0");
    return new Login(jdbcUrl, copy);
  }

  /** The same under another name, by which the server's list of connections tells it apart. */
  Login named(String name) {
    Properties copy = new Properties();
    copy.putAll(properties);
    copy.setProperty("ApplicationName", name);
    return new Login(jdbcUrl, copy);
  }

  /** A connection that belongs to the caller. */
  Connection open() throws SQLException {
    return DriverManager.getConnection(jdbcUrl, properties);
  }

  /** No password. */
  @Override
  public String toString() {
    return jdbcUrl.replaceFirst("[?].*", "");
  }
}
