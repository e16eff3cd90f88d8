package io.cameo.service.backup.tables;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The written form of values in this transaction, whatever the server or the user is set to. */
final class SessionForm {

  private SessionForm() {}

  static void fix(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local datestyle = 'ISO, YMD'");
      statement.execute("set local timezone = 'UTC'");
      statement.execute("set local intervalstyle = 'iso_8601'");
      statement.execute("set local bytea_output = 'hex'");
      statement.execute("set local extra_float_digits = 1");
    }
  }
}
