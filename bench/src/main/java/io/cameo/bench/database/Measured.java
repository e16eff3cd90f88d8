package io.cameo.bench.database;

import io.cameo.bench.report.Readings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one statement did.
 *
 * @param micros median time of a call, as the client waits for it
 * @param plan the nodes that touch tables, from the top
 * @param pages pages that one call looked at
 */
record Measured(double micros, String plan, long pages) {

  private static final Pattern NODE =
      Pattern.compile(
          "(?m)^\\s*(?:->\\s+)?"
              + "((?:Insert on|Update on|Delete on|LockRows|Index Scan|Index Only Scan|Seq Scan"
              + "|Bitmap Heap Scan|Bitmap Index Scan)[^(\\n]*)");
  private static final Pattern FETCHES = Pattern.compile("Heap Fetches: (\\d+)");
  private static final Pattern BUFFERS =
      Pattern.compile("Buffers: shared(?: hit=(\\d+))?(?: read=(\\d+))?");
  private static final int CALLS = 2000;
  private static final int CALLS_OF_CLEAN_UP = 5;
  private static final long LIMIT_NANOS = 30_000_000_000L;

  /** Runs it again and again for other subjects, each call undone, and looks at its plan. */
  static Measured of(Connection database, HotStatement statement, long subjects)
      throws SQLException {
    double micros = median(database, statement, subjects, 42);
    String plan = explain(database, statement, new RandomSubject(subjects, 43));
    return new Measured(micros, summary(plan), pages(plan));
  }

  /** Microseconds of a call, the same seed for the same subjects. */
  static double median(Connection database, HotStatement statement, long subjects, long seed)
      throws SQLException {
    database.setAutoCommit(false);
    RandomSubject keys = new RandomSubject(subjects, seed);
    List<Double> micros = new ArrayList<>();
    int calls = statement.isCleanUp() ? CALLS_OF_CLEAN_UP : CALLS;
    long end = System.nanoTime() + LIMIT_NANOS;
    try (PreparedStatement call = database.prepareStatement(statement.sql())) {
      for (int i = 0; i < calls && (i < 3 || System.nanoTime() < end); i++) {
        keys.fill(call, statement);
        long start = System.nanoTime();
        if (call.execute()) {
          try (ResultSet rows = call.getResultSet()) {
            while (rows.next()) {
              rows.getObject(1);
            }
          }
        }
        double time = (System.nanoTime() - start) / 1000.0;
        database.rollback();
        // The first calls are planned anew each time; the service's are planned once.
        if (i >= 10 || statement.isCleanUp()) {
          micros.add(time);
        }
      }
    }
    return new Readings(micros).median();
  }

  private static String explain(Connection database, HotStatement statement, RandomSubject keys)
      throws SQLException {
    StringBuilder plan = new StringBuilder();
    try (PreparedStatement call =
        database.prepareStatement(
            "explain (analyze, buffers, costs off, timing off, summary off) " + statement.sql())) {
      keys.fill(call, statement);
      try (ResultSet lines = call.executeQuery()) {
        while (lines.next()) {
          plan.append(lines.getString(1)).append('\n');
        }
      }
    }
    database.rollback();
    return plan.toString();
  }

  private static String summary(String plan) {
    List<String> nodes = new ArrayList<>();
    for (Matcher node = NODE.matcher(plan); node.find(); ) {
      nodes.add(node.group(1).strip().replaceAll("\\s+[a-z_0-9]{1,3}$", ""));
    }
    Matcher fetches = FETCHES.matcher(plan);
    String heap = fetches.find() ? " (heap fetches " + fetches.group(1) + ")" : "";
    return String.join(" < ", nodes) + heap;
  }

  private static long pages(String plan) {
    Matcher buffers = BUFFERS.matcher(plan);
    return buffers.find() ? number(buffers.group(1)) + number(buffers.group(2)) : 0;
  }

  @SuppressWarnings("NullAway")
  private static long number(String group) {
    return group == null ? 0 : Long.parseLong(group);
  }
}
