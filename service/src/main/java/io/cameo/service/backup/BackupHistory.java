package io.cameo.service.backup;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** When backups succeeded: those of this program, and those of others that are told to it. */
public final class BackupHistory {

  /** Older lines tell nothing that the archive does not tell better. */
  private static final int KEPT_DAYS = 400;

  private final JdbcClient sql;

  public BackupHistory(JdbcClient sql) {
    this.sql = sql;
  }

  /**
   * The last backup that succeeded.
   *
   * @param at the moment that it shows
   * @param age since that moment, by the database's clock
   * @param place where it lies
   * @param bytes of all its files and objects; 0 if nobody said
   * @param objects how many; 0 if nobody said
   */
  public record Last(String id, Instant at, Duration age, String place, long bytes, long objects) {}

  /** Remembers a backup of this program. */
  void remember(BackupReport report) {
    remember(
        report.id(),
        Optional.of(report.at()),
        report.place(),
        report.totals().bytes(),
        report.totals().objects());
  }

  /**
   * Remembers a backup that another program made: {@code pg_dump}, a snapshot of the disk, the
   * archiving of the log.
   *
   * @param what in the operator's words
   */
  public String rememberOther(String what, long bytes) {
    String id = "other-" + java.util.UUID.randomUUID();
    remember(id, Optional.empty(), what, bytes, 0);
    return id;
  }

  private void remember(String id, Optional<Instant> at, String place, long bytes, long objects) {
    sql.sql(
            """
            insert into backup (id, taken_at, place, bytes, objects)
            values (:id, coalesce(cast(:at as timestamptz), now()), :place, :bytes, :objects)
            on conflict (id) do nothing
            """)
        .param("id", id)
        .param("at", at.map(Instant::toString).orElse(null))
        .param("place", place)
        .param("bytes", bytes)
        .param("objects", objects)
        .update();
    sql.sql("delete from backup where taken_at < now() - make_interval(days => ?)")
        .param(KEPT_DAYS)
        .update();
  }

  /** The newest; empty if there never was one. */
  public Optional<Last> last() {
    return sql.sql(
            """
            select id, taken_at, extract(epoch from now() - taken_at) as age, place, bytes, objects
            from backup order by taken_at desc limit 1
            """)
        .query(
            (row, index) ->
                new Last(
                    row.getString("id"),
                    row.getObject("taken_at", OffsetDateTime.class).toInstant(),
                    Duration.ofMillis((long) (row.getDouble("age") * 1000)),
                    row.getString("place"),
                    row.getLong("bytes"),
                    row.getLong("objects")))
        .optional();
  }
}
