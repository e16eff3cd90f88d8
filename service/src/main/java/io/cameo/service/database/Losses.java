package io.cameo.service.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What statements would take away for good, counted before they are run. */
final class Losses {

  private static final String NAME = "(?:public\\.)?\"?([a-z_][a-z0-9_]*)\"?";
  private static final Pattern TABLE =
      Pattern.compile("(?i)\\bdrop\\s+table\\s+(?:if\\s+exists\\s+)?" + NAME);
  private static final Pattern COLUMN =
      Pattern.compile(
          "(?i)\\balter\\s+table\\s+(?:if\\s+exists\\s+)?(?:only\\s+)?"
              + NAME
              + "[^;]*?\\bdrop\\s+column\\s+(?:if\\s+exists\\s+)?"
              + NAME);
  private static final Pattern SEQUENCE =
      Pattern.compile("(?i)\\bdrop\\s+sequence\\s+(?:if\\s+exists\\s+)?" + NAME);
  private static final Pattern ROWS =
      Pattern.compile("(?i)\\b(?:delete\\s+from|truncate(?:\\s+table)?|update)\\s+" + NAME);

  private final Connection connection;
  private final List<String> sentences = new ArrayList<>();

  private Losses(Connection connection) {
    this.connection = connection;
  }

  /** A sentence for each loss; none when nothing but structure goes. */
  static List<String> of(String statements, Connection connection) throws SQLException {
    Losses losses = new Losses(connection);
    for (Matcher drop = TABLE.matcher(statements); drop.find(); ) {
      losses.table(drop.group(1));
    }
    for (Matcher drop = COLUMN.matcher(statements); drop.find(); ) {
      losses.column(drop.group(1), drop.group(2));
    }
    for (Matcher drop = SEQUENCE.matcher(statements); drop.find(); ) {
      losses.sequence(drop.group(1));
    }
    for (Matcher change = ROWS.matcher(statements); change.find(); ) {
      String table = change.group(1);
      if (!table.startsWith("databasechangelog")) {
        losses.sentences.add("rows of table " + table + " are changed or deleted");
      }
    }
    return List.copyOf(losses.sentences);
  }

  private void table(String table) throws SQLException {
    if (exists(table)) {
      sentences.add("table " + table + " with " + count("count(*)", table) + " rows");
    }
  }

  private void column(String table, String column) throws SQLException {
    if (exists(table)) {
      long values = count("count(\"" + column + "\")", table);
      sentences.add("column " + column + " of table " + table + " with " + values + " values");
    }
  }

  private void sequence(String sequence) throws SQLException {
    if (exists(sequence)) {
      long value = count("last_value", sequence);
      sentences.add("sequence " + sequence + ", which stands at " + value);
    }
  }

  private boolean exists(String name) throws SQLException {
    return one("select count(*) from pg_class where oid = to_regclass('public." + name + "')") > 0;
  }

  private long count(String what, String from) throws SQLException {
    return one("select " + what + " from public.\"" + from + "\"");
  }

  private long one(String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getLong(1);
    }
  }
}
