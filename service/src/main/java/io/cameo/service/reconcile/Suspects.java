package io.cameo.service.reconcile;

import io.cameo.storage.ObjectSummary;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Objects that no row names, since when. They stay where they are: nobody can reach an object that
 * no row names, so this list is their quarantine.
 */
final class Suspects {

  /** Rows of one statement. */
  private static final int SLICE = 10_000;

  private static final String DUE =
      """
      last_run = :run and first_run < :run
        and first_seen <= now() - make_interval(secs => :quarantine)
      """;

  private final JdbcClient sql;
  private final double quarantine;

  Suspects(JdbcClient sql, Duration quarantine) {
    this.sql = sql;
    this.quarantine = quarantine.toMillis() / 1000.0;
  }

  /** One of them. */
  record Suspect(String key, long bytes) {}

  /** How many, and how many bytes they are. */
  record Sum(long count, long bytes) {}

  /** Notes what a run has seen. An object that was written anew under its key begins anew. */
  void mark(long run, Collection<ObjectSummary> orphans) {
    if (orphans.isEmpty()) {
      return;
    }
    sql.sql(
            """
            insert into gc_suspect as s (key, bytes, modified, first_run, last_run)
            select key, bytes, modified, :run, :run
            from unnest(cast(:keys as text[]), cast(:bytes as bigint[]),
              cast(:modified as timestamptz[])) as seen (key, bytes, modified)
            on conflict (key) do update set bytes = excluded.bytes, last_run = excluded.last_run,
              modified = excluded.modified,
              first_seen = case when s.modified = excluded.modified
                then s.first_seen else now() end,
              first_run = case when s.modified = excluded.modified
                then s.first_run else excluded.first_run end
            """)
        .param("run", run)
        .param("keys", orphans.stream().map(ObjectSummary::key).toArray(String[]::new))
        .param("bytes", orphans.stream().map(ObjectSummary::size).toArray(Long[]::new))
        .param(
            "modified",
            orphans.stream()
                .map(object -> Timestamp.from(object.lastModified()))
                .toArray(Timestamp[]::new))
        .update();
  }

  /** How many of these objects another run would delete now. */
  Sum wouldGo(Collection<ObjectSummary> orphans) {
    return orphans.isEmpty()
        ? new Sum(0, 0)
        : sum(
            sql.sql(
                    """
                    select count(*) as count, coalesce(sum(bytes), 0) as bytes from gc_suspect
                    where key in (:keys)
                      and first_seen <= now() - make_interval(secs => :quarantine)
                    """)
                .param("keys", orphans.stream().map(ObjectSummary::key).toList())
                .param("quarantine", quarantine));
  }

  /** Those that this run has seen, whatever their age. */
  Sum seen(long run) {
    return sum(
        sql.sql(
                """
                select count(*) as count, coalesce(sum(bytes), 0) as bytes from gc_suspect
                where last_run = :run
                """)
            .param("run", run));
  }

  /** Those that this run and an earlier one have seen, and whose quarantine is over. */
  Sum due(long run) {
    return sum(
        sql.sql(
                "select count(*) as count, coalesce(sum(bytes), 0) as bytes from gc_suspect where "
                    + DUE)
            .param("run", run)
            .param("quarantine", quarantine));
  }

  private static Sum sum(JdbcClient.StatementSpec statement) {
    return statement
        .query((row, index) -> new Sum(row.getLong("count"), row.getLong("bytes")))
        .single();
  }

  /** The next of those that are due, in key order. */
  List<Suspect> due(long run, String after, int max) {
    return sql.sql(
            "select key, bytes from gc_suspect where "
                + DUE
                + "and key > :after order by key limit :max")
        .param("run", run)
        .param("quarantine", quarantine)
        .param("after", after)
        .param("max", max)
        .query((row, index) -> new Suspect(row.getString("key"), row.getLong("bytes")))
        .list();
  }

  /** Strikes them off: they are gone, or were none. */
  void strike(Collection<Suspect> suspects) {
    if (!suspects.isEmpty()) {
      sql.sql("delete from gc_suspect where key in (:keys)")
          .param("keys", suspects.stream().map(Suspect::key).toList())
          .update();
    }
  }

  /** Strikes off what a whole comparison has not seen again. */
  void strikeUnseen(long run) {
    int struck;
    do {
      struck =
          sql.sql(
                  """
                  delete from gc_suspect where key in (
                    select key from gc_suspect where last_run < ? limit ?)
                  """)
              .params(run, SLICE)
              .update();
    } while (struck == SLICE);
  }
}
