package io.cameo.service.database;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The service's own statements as the server's pg_stat_statements counts them: those of its user in
 * its database. Their texts hold parameters in the place of values, so nothing of a user is in
 * them.
 */
public final class Statements {

  /** A schema of its own: the extension's views are no part of ours. */
  static final String SCHEMA = "cameo_statistics";

  private static final int MOST_READ = 500;

  private final JdbcClient sql;

  /**
   * One statement.
   *
   * @param id of its text: the same after a restart, on every node and every server
   * @param rows that it gave or changed
   */
  public record Statement(
      String id, String text, long calls, double meanMillis, double totalMillis, long rows) {

    private Statement and(Statement other) {
      long all = calls + other.calls;
      double total = totalMillis + other.totalMillis;
      return new Statement(id, text, all, total / Math.max(1, all), total, rows + other.rows);
    }
  }

  public Statements(JdbcClient sql) {
    this.sql = sql;
  }

  /**
   * Turns the counting on where the server is ours, which loads what it needs.
   *
   * @throws DataAccessException when the server does not let us
   */
  public void enable() {
    sql.sql("create schema if not exists " + SCHEMA).update();
    sql.sql("create extension if not exists pg_stat_statements with schema " + SCHEMA).update();
  }

  /** All that there are, the costliest first; empty where the server does not count them. */
  public Optional<List<Statement>> all() {
    try {
      return schema().map(this::read);
    } catch (DataAccessException notLoaded) {
      return Optional.empty();
    }
  }

  private Optional<String> schema() {
    return sql.sql(
            """
            select quote_ident(n.nspname) from pg_extension e
            join pg_namespace n on n.oid = e.extnamespace
            where e.extname = 'pg_stat_statements'
            """)
        .query(String.class)
        .optional();
  }

  private List<Statement> read(String schema) {
    Map<String, Statement> byId = new LinkedHashMap<>();
    sql.sql(
            """
            select query, calls, total_exec_time, rows from %s.pg_stat_statements
            where dbid = (select oid from pg_database where datname = current_database())
              and userid = (select oid from pg_roles where rolname = current_user)
              and query not like '%%pg_stat_statements%%'
            order by total_exec_time desc limit ?
            """
                .formatted(schema))
        .param(MOST_READ)
        .query(
            row -> {
              String text = form(String.valueOf(row.getString("query")));
              long calls = row.getLong("calls");
              double total = row.getDouble("total_exec_time");
              Statement one =
                  new Statement(
                      id(text),
                      text,
                      calls,
                      total / Math.max(1, calls),
                      total,
                      row.getLong("rows"));
              byId.merge(one.id(), one, Statement::and);
            });
    return byId.values().stream()
        .sorted(Comparator.comparingDouble(Statement::totalMillis).reversed())
        .toList();
  }

  /** One line; lists of any length are one form. */
  static String form(String text) {
    return text.replaceAll("\\s+", " ").replaceAll("\\$\\d+(, ?\\$\\d+)+", "\\$…").strip();
  }

  static String id(String form) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(form.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException neverOnAnyJdk) {
      throw new IllegalStateException(neverOnAnyJdk);
    }
  }
}
