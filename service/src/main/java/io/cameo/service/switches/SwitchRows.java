package io.cameo.service.switches;

import io.cameo.service.database.ChangeFeed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of switches that are thrown. */
final class SwitchRows {

  private static final String COLUMNS = " name, subject, reason, until, since, thrown_by ";

  private final JdbcClient sql;

  SwitchRows(JdbcClient sql) {
    this.sql = sql;
  }

  /** All that hold by the database's clock, those for everybody first. */
  List<Optional<Thrown>> holding(int most) {
    return sql.sql(
            "select"
                + COLUMNS
                + """
                from thrown_switch where until is null or until > now()
                order by subject, name limit ?
                """)
        .param(most)
        .query((row, index) -> read(row))
        .list();
  }

  /** Empty for a switch that this release does not know. */
  private static Optional<Thrown> read(ResultSet row) throws SQLException {
    Optional<Switch> which = Switch.of(row.getString("name"));
    if (which.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Thrown(
            which.get(),
            Optional.of(row.getString("subject")).filter(name -> !name.isEmpty()),
            row.getString("reason"),
            Optional.ofNullable(row.getTimestamp("until")).map(Timestamp::toInstant),
            row.getTimestamp("since").toInstant(),
            row.getString("thrown_by")));
  }

  void remove(SwitchChange change) {
    sql.sql("delete from thrown_switch where name = ? and subject = ?")
        .params(change.which().word(), change.subject().orElse(""))
        .update();
  }

  /**
   * Throws a switch, and forgets those that went back by themselves.
   *
   * @return false when there are too many already
   */
  boolean put(SwitchChange change, String by, int most) {
    sql.sql("delete from thrown_switch where until <= now()").update();
    String name = change.which().word();
    String subject = change.subject().orElse("");
    return sql.sql(
                """
                insert into thrown_switch (name, subject, reason, until, thrown_by)
                select ?, ?, ?, now() + make_interval(secs => cast(? as double precision)), ?
                where (select count(*) from thrown_switch where (name, subject) <> (?, ?)) < ?
                on conflict (name, subject) do update set reason = excluded.reason,
                  until = excluded.until, since = excluded.since, thrown_by = excluded.thrown_by
                """)
            .params(name, subject, change.reason())
            .param(change.time().map(Duration::toSeconds).orElse(null))
            .params(by, name, subject, most)
            .update()
        == 1;
  }

  void announce(String announcement) {
    ChangeFeed.announce(sql, announcement);
  }
}
