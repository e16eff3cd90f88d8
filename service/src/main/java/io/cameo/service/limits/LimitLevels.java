package io.cameo.service.limits;

import io.cameo.service.limits.LimitRules.Allowance;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * What everybody has used up, in the database: one call for all allowances of an upload, which
 * takes from all of them or from none.
 */
final class LimitLevels {

  private static final int TIMEOUT_SECONDS = 5;
  private static final int FORGOTTEN_AT_ONCE = 10_000;
  private static final String TAKE =
      "select unnest(limit_take(?, ?::text[], ?::double precision[], ?::double precision[],"
          + " ?::double precision[]))";

  private final DataSource database;
  private final Clock clock;

  LimitLevels(DataSource database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * What came of it.
   *
   * @param spent of each allowance and unit, before this cost
   */
  record Taken(boolean allowed, List<Double> spent) {

    /** Of one allowance, in the order of the units. */
    List<Double> spent(int allowance) {
      int units = Unit.values().length;
      return spent.subList(allowance * units, (allowance + 1) * units);
    }

    double spent(int allowance, Unit unit) {
      return spent(allowance).get(unit.ordinal());
    }
  }

  /**
   * @param allowances in the order of their ids
   * @param settled what becomes known now of earlier uploads, one cost an allowance
   */
  Taken take(List<Allowance> allowances, Cost cost, List<Cost> settled) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(TAKE)) {
      statement.setQueryTimeout(TIMEOUT_SECONDS);
      statement.setDouble(1, clock.millis() / 1000.0);
      statement.setString(2, texts(allowances.stream().map(Allowance::id).toList()));
      statement.setString(
          3, numbers(allowances.stream().flatMap(one -> one.most().stream()).toList()));
      statement.setString(4, numbers(cost.numbers()));
      statement.setString(
          5, numbers(settled.stream().flatMap(one -> one.numbers().stream()).toList()));
      try (ResultSet rows = statement.executeQuery()) {
        List<Double> all = new ArrayList<>();
        while (rows.next()) {
          all.add(rows.getDouble(1));
        }
        return new Taken(all.getFirst() > 0, all.subList(1, all.size()));
      }
    }
  }

  /** The same for what became known of earlier uploads, without a new one. */
  void settle(List<Allowance> allowances, List<Cost> settled) throws SQLException {
    take(allowances, Cost.NONE, settled);
  }

  /** Removes whoever has all allowances again, and with it the name. */
  void forget() throws SQLException {
    int removed;
    do {
      try (Connection connection = database.getConnection();
          PreparedStatement statement =
              connection.prepareStatement(
                  """
                  delete from limit_level where id in (
                    select id from limit_level where full_at < ? limit %d for update skip locked)
                  """
                      .formatted(FORGOTTEN_AT_ONCE))) {
        statement.setDouble(1, clock.millis() / 1000.0);
        removed = statement.executeUpdate();
      }
    } while (removed == FORGOTTEN_AT_ONCE);
  }

  private static String texts(List<String> texts) {
    return texts.stream()
        .map(text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String numbers(List<Double> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }
}
