package io.cameo.service.database.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a release says to its database, with what came of it; a file keeps it, a line a call, for
 * the releases that come after it.
 */
record Session(List<Call> calls) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  Session {
    calls = List.copyOf(calls);
  }

  /**
   * A value of a statement.
   *
   * @param type a word for its Java type
   */
  record Parameter(String type, String text) {

    static Parameter of(Object value) {
      return switch (value) {
        case null -> new Parameter("null", "");
        case byte[] bytes -> new Parameter("bytes", HexFormat.of().formatHex(bytes));
        case String text -> new Parameter("text", text);
        case Long number -> new Parameter("long", number.toString());
        case Integer number -> new Parameter("int", number.toString());
        case Double number -> new Parameter("double", number.toString());
        case String[] texts -> new Parameter("texts", String.join("\n", texts));
        case UUID id -> new Parameter("uuid", id.toString());
        case Boolean truth -> new Parameter("boolean", truth.toString());
        default -> throw new AssertionError("not recorded yet: " + value.getClass());
      };
    }

    Object value() {
      return switch (type) {
        case "null" -> null;
        case "bytes" -> HexFormat.of().parseHex(text);
        case "text" -> text;
        case "long" -> Long.valueOf(text);
        case "int" -> Integer.valueOf(text);
        case "boolean" -> Boolean.valueOf(text);
        case "double" -> Double.valueOf(text);
        case "texts" -> text.split("\n");
        case "uuid" -> UUID.fromString(text);
        default -> throw new AssertionError(type);
      };
    }
  }

  /**
   * One call.
   *
   * @param kind {@code query}, {@code update}, or a word of a transaction
   * @param columns of a query's answer
   * @param count rows that an update changed
   */
  record Call(
      String kind, String sql, List<Parameter> parameters, List<String> columns, int count) {

    static Call transaction(String word) {
      return new Call(word, "", List.of(), List.of(), 0);
    }

    static Call query(String sql, List<Parameter> parameters, List<String> columns) {
      return new Call("query", sql, parameters, columns, 0);
    }

    static Call update(String sql, List<Parameter> parameters, int count) {
      return new Call("update", sql, parameters, List.of(), count);
    }
  }

  static Session read(Path file) throws IOException {
    return new Session(
        Files.readAllLines(file).stream().map(line -> JSON.readValue(line, Call.class)).toList());
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, calls.stream().map(JSON::writeValueAsString).toList());
  }

  /** The statements without their values, each once, white space made one. */
  Set<String> statements() {
    Set<String> statements = new TreeSet<>();
    calls.stream()
        .filter(call -> !call.sql().isEmpty())
        .forEach(call -> statements.add(oneLine(call.sql())));
    return statements;
  }

  static String oneLine(String sql) {
    return sql.strip().replaceAll("\\s+", " ");
  }

  /**
   * Says all of it again to a database.
   *
   * @throws AssertionError when an answer differs from the recorded one
   * @throws SQLException when a statement is refused
   */
  void replay(Connection connection) throws SQLException {
    for (Call call : calls) {
      switch (call.kind()) {
        case "begin" -> connection.setAutoCommit(false);
        case "end" -> connection.setAutoCommit(true);
        case "commit" -> connection.commit();
        case "rollback" -> connection.rollback();
        default -> replay(connection, call);
      }
    }
  }

  private static void replay(Connection connection, Call call) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(call.sql())) {
      int at = 1;
      for (Parameter parameter : call.parameters()) {
        statement.setObject(at++, parameter.value());
      }
      if (call.kind().equals("query")) {
        try (ResultSet rows = statement.executeQuery()) {
          if (!Recording.columns(rows).equals(call.columns())) {
            throw new AssertionError("other columns: " + Recording.columns(rows) + " of " + call);
          }
          while (rows.next()) {
            rows.getObject(1);
          }
        }
      } else if (statement.executeUpdate() != call.count()) {
        throw new AssertionError(statement.getUpdateCount() + " rows were changed by " + call);
      }
    }
  }
}
