package io.cameo.service.takedown;

import io.cameo.service.cdn.Stale;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the CDN still has to let go of, in the database and on its clock. */
final class PurgeOutbox {

  /** How long a node has for a row before another one takes it; more than all its time-outs. */
  static final Duration LEASE = Duration.ofSeconds(30);

  /** Longest pause between two tries. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final JdbcClient sql;

  PurgeOutbox(JdbcClient sql) {
    this.sql = sql;
  }

  /**
   * A row as it was taken.
   *
   * @param takedown whether something is not to be shown any more at all
   * @param generation of the row: a change after it was taken makes another one
   * @param tries with this one
   * @param purgedAgo since the last purge that was heard; empty when there was none
   */
  record Outstanding(
      Stale stale, boolean takedown, long generation, int tries, Optional<Duration> purgedAgo) {}

  /** Takes rows that are due: take-downs first, for they are promises to people. */
  List<Outstanding> take(int most) {
    return sql.sql(
            """
            update cdn_purge set due_at = now() + make_interval(secs => ?), tries = tries + 1
            where subject in (
              select subject from cdn_purge where proven_at is null and due_at <= now()
              order by takedown desc, due_at limit ? for update skip locked)
            returning subject, renditions, takedown, generation, tries,
              array(select encode(hash, 'hex') from unnest(hashes) as hash) as hashes,
              extract(epoch from now() - purged_at) as purged_ago
            """)
        .params(LEASE.toSeconds(), most)
        .query(PurgeOutbox::read)
        .list();
  }

  private static Outstanding read(ResultSet row, int index) throws SQLException {
    double ago = row.getDouble("purged_ago");
    boolean never = row.wasNull();
    return new Outstanding(
        new Stale(
            row.getString("subject"),
            texts(row.getArray("renditions")),
            texts(row.getArray("hashes"))),
        row.getBoolean("takedown"),
        row.getLong("generation"),
        row.getInt("tries"),
        never ? Optional.empty() : Optional.of(Duration.ofMillis((long) (ago * 1000))));
  }

  private static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }

  /** How long until the next row is due; empty when none waits. */
  Optional<Duration> next() {
    return sql.sql(
            """
            select extract(epoch from min(due_at) - now()) as seconds
            from cdn_purge where proven_at is null
            """)
        .query((row, index) -> Optional.ofNullable(row.getBigDecimal("seconds")))
        .single()
        .map(seconds -> Duration.ofMillis(Math.max(0, (long) (seconds.doubleValue() * 1000))));
  }

  /** The CDN has taken the purge of these. */
  void purged(Collection<Outstanding> rows) {
    sql.sql(
            """
            update cdn_purge p set purged_at = now(), purges = purges + 1
            from unnest(cast(? as text[]), cast(? as bigint[])) as done (subject, generation)
            where p.subject = done.subject and p.generation = done.generation
            """)
        .params(
            rows.stream().map(row -> row.stale().subject()).toArray(String[]::new),
            rows.stream().map(Outstanding::generation).toArray(Long[]::new))
        .update();
  }

  /**
   * It is tried again: after a moment, then twice as long each time, and not all at once.
   *
   * @param purgeAgain whether the CDN is to be told again, and not only looked at
   */
  void later(Outstanding row, String answer, boolean purgeAgain) {
    sql.sql(
            """
            update cdn_purge set answer = ?, purged_at = case when not ? then purged_at end,
              due_at = now() + (0.75 + random() / 2)
                * least(make_interval(secs => ?), interval '200 milliseconds' * power(2, ?))
            where subject = ? and generation = ?
            """)
        .params(
            answer,
            purgeAgain,
            LONGEST_PAUSE.toSeconds(),
            Math.min(row.tries(), 12),
            row.stale().subject(),
            row.generation())
        .update();
  }

  /**
   * The CDN shows what is current. What was erased is forgotten here with the name of its subject;
   * its certificates have the proof.
   *
   * @return how long it took since the change; empty when there was another one meanwhile
   */
  Optional<Duration> proven(Outstanding row, String answer) {
    return sql.sql(
            """
            with gone as (
              delete from cdn_purge
              where subject = :subject and generation = :generation and erasures <> '{}'
              returning erasures, asked_at, tries
            ), kept as (
              update cdn_purge set proven_at = now(), answer = :answer
              where subject = :subject and generation = :generation and erasures = '{}'
              returning asked_at
            ), proof as (
              update cdn_proof f set proven_at = now(), tries = gone.tries, answer = :answer
              from gone where f.erasure = any (gone.erasures)
            )
            select extract(epoch from now() - asked_at) as seconds from gone
            union all select extract(epoch from now() - asked_at) from kept
            """)
        .param("subject", row.stale().subject())
        .param("generation", row.generation())
        .param("answer", answer)
        .query((result, index) -> Duration.ofMillis((long) (result.getDouble("seconds") * 1000)))
        .optional();
  }

  /**
   * What is outstanding.
   *
   * @param pending changes that are not proven
   * @param late take-downs among them that are older than the deadline
   * @param oldestSeconds age of the oldest take-down
   */
  record Backlog(double pending, double late, double oldestSeconds) {}

  /** What is outstanding; counted up to a limit. */
  Backlog backlog(Duration deadline, int mostCounted) {
    return sql.sql(
            """
            select count(*) as pending,
              count(*) filter (where takedown and asked_at < now() - make_interval(secs => ?))
                as late,
              coalesce(extract(epoch from now() - min(asked_at) filter (where takedown)), 0)
                as oldest
            from (select takedown, asked_at from cdn_purge where proven_at is null
              order by takedown desc, due_at limit ?) as waiting
            """)
        .params(deadline.toMillis() / 1000.0, mostCounted)
        .query(
            (row, index) ->
                new Backlog(
                    row.getDouble("pending"), row.getDouble("late"), row.getDouble("oldest")))
        .single();
  }
}
