package io.cameo.service.ops.checklist.database;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether the database has the service's statements in its memory and ends them soon. */
final class StatementsFast implements Check {

  private static final double LEAST_HITS = 0.9;

  /** Below it a new database has only just read its pages for the first time. */
  private static final long ENOUGH = 100_000;

  /** Nothing that the service does in a transaction takes this long. */
  static final Duration LONG = Duration.ofSeconds(10);

  private final Supplier<JdbcClient> sql;
  private final Duration most;

  /**
   * @param most longest that a transaction of the service may take
   */
  StatementsFast(Supplier<JdbcClient> sql, Duration most) {
    this.sql = sql;
    this.most = most;
  }

  private record Blocks(long hit, long read) {
    double share() {
      return hit + read == 0 ? 1 : (double) hit / (hit + read);
    }
  }

  @Override
  public About about() {
    return new About(
        Line.PERF_4,
        "statements-fast",
        "The database answers from memory, and no statement of the service takes long",
        "Reads the share of pages found in memory, and the service's statements and transactions"
            + " that are under way for more than ten seconds.");
  }

  @Override
  public Answer look() {
    List<String> wrong = new ArrayList<>();
    Blocks blocks =
        sql.get()
            .sql(
                "select blks_hit, blks_read from pg_stat_database"
                    + " where datname = current_database()")
            .query((row, index) -> new Blocks(row.getLong(1), row.getLong(2)))
            .single();
    String share = "%.1f %% of pages were found in memory.".formatted(100 * blocks.share());
    if (blocks.hit() + blocks.read() > ENOUGH && blocks.share() < LEAST_HITS) {
      wrong.add(share);
    }
    sql.get()
        .sql(
            """
            select coalesce(host(client_addr), 'this machine') || ': ' || state || ' for '
              || extract(epoch from now() - xact_start)::int || ' s'
            from pg_stat_activity
            where datname = current_database() and application_name = 'cameo'
              and xact_start < now() - make_interval(secs => ?) order by xact_start limit 20
            """)
        .param(most.toSeconds())
        .query(String.class)
        .list()
        .forEach(each -> wrong.add("A transaction of the service is under way, " + each + "."));
    return Answer.warnIf(
        wrong,
        "Give the database more memory (shared_buffers), or look at what it does"
            + " (docs/operations/database.md).",
        share + " No transaction of the service takes longer than ten seconds.");
  }
}
