package io.cameo.service.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What statements would take away for good, counted before they are run. A statement that is not
 * known to take nothing is told as one whose loss is not known.
 */
final class Losses {

  private static final String NAME = "(?:public\\.)?\"?([a-z_][a-z0-9_]*)\"?";
  private static final String IF_EXISTS = "(?:if\\s+exists\\s+)?";
  private static final Pattern DROP_TABLE =
      Pattern.compile("(?is)drop\\s+table\\s+" + IF_EXISTS + "(.+)");
  private static final Pattern ALTER_TABLE =
      Pattern.compile("(?is)alter\\s+table\\s+" + IF_EXISTS + "(?:only\\s+)?" + NAME + "\\s(.*)");
  private static final Pattern DROP_COLUMN =
      Pattern.compile(
          "(?i)\\bdrop\\s+(?:column\\s+)?(?!constraint\\b|not\\b|default\\b|expression\\b|identity\\b)"
              + IF_EXISTS
              + NAME);
  private static final Pattern COLUMN_TYPE =
      Pattern.compile("(?i)\\balter\\s+(?:column\\s+)?" + NAME + "\\s+(?:set\\s+data\\s+)?type\\b");
  private static final Pattern DROP_SEQUENCE =
      Pattern.compile("(?is)drop\\s+sequence\\s+" + IF_EXISTS + NAME + ".*");
  private static final Pattern ROWS =
      Pattern.compile("(?is)(?:delete\\s+from|truncate(?:\\s+table)?|update)\\s+" + NAME + ".*");
  private static final Pattern HARMLESS =
      Pattern.compile(
          "(?is)(?:drop\\s+(?:index|trigger|function|statistics|view)|create|set|reset|comment\\s+on"
              + "|alter\\s+(?:index|sequence|statistics))\\b.*");

  /** A part of a statement that holds no end of one: text in quotes, a body between dollars. */
  private static final Pattern PART =
      Pattern.compile("(?s)\\$([a-z]*)\\$.*?\\$\\1\\$|'(?:[^']|'')*'|[^;'$]++|\\$");

  private static final int SHOWN = 80;

  private final Connection connection;
  private final List<Loss> losses = new ArrayList<>();

  /**
   * One of them.
   *
   * @param ofData whether there is anything to lose: the rows of an empty table are none
   */
  record Loss(String sentence, boolean ofData) {}

  private Losses(Connection connection) {
    this.connection = connection;
  }

  /** Each loss; none when nothing but structure goes. */
  static List<Loss> of(String statements, Connection connection) throws SQLException {
    Losses losses = new Losses(connection);
    for (String statement : split(statements)) {
      losses.look(statement);
    }
    return List.copyOf(losses.losses);
  }

  private static List<String> split(String statements) {
    List<String> each = new ArrayList<>();
    StringBuilder one = new StringBuilder();
    Matcher part = PART.matcher(statements);
    int at = 0;
    while (at < statements.length()) {
      if (part.find(at) && part.start() == at) {
        one.append(part.group());
        at = part.end();
        continue;
      }
      if (statements.charAt(at) == ';') {
        each.add(one.toString().strip());
        one.setLength(0);
      } else {
        one.append(statements.charAt(at));
      }
      at++;
    }
    each.add(one.toString().strip());
    each.removeIf(String::isEmpty);
    return each;
  }

  private void look(String statement) throws SQLException {
    Matcher table = DROP_TABLE.matcher(statement);
    Matcher alter = ALTER_TABLE.matcher(statement);
    Matcher sequence = DROP_SEQUENCE.matcher(statement);
    Matcher rows = ROWS.matcher(statement);
    if (table.matches()) {
      for (Matcher name =
              Pattern.compile("(?i)" + NAME + "\\s*(?:,|cascade|restrict|$)\\s*")
                  .matcher(table.group(1));
          name.find(); ) {
        table(name.group(1));
      }
    } else if (alter.matches()) {
      columns(alter.group(1), alter.group(2));
    } else if (sequence.matches()) {
      sequence(sequence.group(1));
    } else if (rows.matches()) {
      if (!rows.group(1).startsWith("databasechangelog")) {
        lost("rows of table " + rows.group(1) + " are changed or deleted", true);
      }
    } else if (!HARMLESS.matcher(statement).matches()) {
      String words = statement.replaceAll("\\s+", " ");
      lost(
          "what this statement takes away is not known: "
              + words.substring(0, Math.min(SHOWN, words.length())),
          true);
    }
  }

  private void columns(String table, String actions) throws SQLException {
    for (Matcher drop = DROP_COLUMN.matcher(actions); drop.find(); ) {
      column(table, drop.group(1));
    }
    for (Matcher type = COLUMN_TYPE.matcher(actions); type.find(); ) {
      lost("column " + type.group(1) + " of table " + table + " gets another type", true);
    }
  }

  private void lost(String sentence, boolean ofData) {
    losses.add(new Loss(sentence, ofData));
  }

  private void table(String table) throws SQLException {
    if (exists(table)) {
      long rows = count("count(*)", table);
      lost("table " + table + " with " + rows + " rows", rows > 0);
    }
  }

  private void column(String table, String column) throws SQLException {
    if (exists(table) && hasColumn(table, column)) {
      long values = count("count(\"" + column + "\")", table);
      lost("column " + column + " of table " + table + " with " + values + " values", values > 0);
    }
  }

  private void sequence(String sequence) throws SQLException {
    if (exists(sequence)) {
      long value = count("last_value", sequence);
      boolean used = count("case when is_called then 1 else 0 end", sequence) > 0;
      lost("sequence " + sequence + ", which stands at " + value, used);
    }
  }

  private boolean exists(String name) throws SQLException {
    return one("select count(*) from pg_class where oid = to_regclass('public." + name + "')") > 0;
  }

  private boolean hasColumn(String table, String column) throws SQLException {
    return one(
            "select count(*) from pg_attribute where attrelid = to_regclass('public."
                + table
                + "') and attname = '"
                + column
                + "' and not attisdropped")
        > 0;
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
