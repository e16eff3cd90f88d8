package io.cameo.service.ops.checklist.running;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the last comparison of store and database came to, and how long ago it was. */
final class OrphansFew implements Check {

  /** A run a week is advised; one a month still finds soon enough what kills and restores leave. */
  private static final Duration LONG_AGO = Duration.ofDays(35);

  private final Supplier<JdbcClient> sql;

  OrphansFew(Supplier<JdbcClient> sql) {
    this.sql = sql;
  }

  private record Run(Duration age, String outcome, long orphans, long unrepairable) {}

  @Override
  public About about() {
    return new About(
        Line.RB_4,
        "orphans-few",
        "Store and database were compared lately, and agree",
        "Reads what the last finished ./cameo gc --yes has counted; nothing is compared anew.");
  }

  @Override
  public Answer look() {
    Optional<Run> last =
        sql.get()
            .sql(
                """
                select extract(epoch from now() - finished_at)::bigint as age,
                  coalesce(outcome, '') as outcome,
                  coalesce((tally -> 'orphans' ->> 'count')::bigint, 0)
                    - coalesce((tally -> 'deleted' ->> 'count')::bigint, 0) as orphans,
                  coalesce((tally -> 'unrepairable' ->> 'count')::bigint, 0) as unrepairable
                from gc_run where finished_at is not null and outcome is distinct from 'given up'
                order by finished_at desc limit 1
                """)
            .query(
                (row, index) ->
                    new Run(
                        Duration.ofSeconds(row.getLong("age")),
                        row.getString("outcome"),
                        row.getLong("orphans"),
                        row.getLong("unrepairable")))
            .optional();
    if (last.isEmpty()) {
      return Answer.unknown(
          "Store and database have never been compared.",
          "Run ./cameo gc, which only says what it finds, then ./cameo gc --yes once a week.");
    }
    Run run = last.get();
    String seen =
        "The last gc ended "
            + run.age().toDays()
            + " days ago ("
            + run.outcome()
            + "): "
            + run.orphans()
            + " orphans left, "
            + run.unrepairable()
            + " objects missing or damaged for good.";
    if (run.unrepairable() > 0) {
      return Answer.fail(
          seen, "Bring them back from a backup: docs/operations/gc.md says how to find them.");
    }
    if (run.age().compareTo(LONG_AGO) > 0) {
      return Answer.warn(seen, "Run ./cameo gc --yes once a week.");
    }
    return run.orphans() > 0
        ? Answer.warn(seen, "Orphans wait in quarantine; the next ./cameo gc --yes removes them.")
        : Answer.pass(seen);
  }
}
