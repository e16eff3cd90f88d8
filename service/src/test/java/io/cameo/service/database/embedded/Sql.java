package io.cameo.service.database.embedded;

import io.cameo.service.database.embedded.EmbeddedPostgres.Address;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Single statements, each on a connection of its own. */
final class Sql {
  private Sql() {}

  static Connection connect(Address address) throws SQLException {
    return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
  }

  static void run(Address address, String statement) throws SQLException {
    try (Connection connection = connect(address);
        Statement run = connection.createStatement()) {
      run.execute(statement);
    }
  }

  static String ask(Address address, String query) throws SQLException {
    try (Connection connection = connect(address);
        Statement ask = connection.createStatement();
        ResultSet answer = ask.executeQuery(query)) {
      answer.next();
      return answer.getString(1);
    }
  }
}
