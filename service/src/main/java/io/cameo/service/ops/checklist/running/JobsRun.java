package io.cameo.service.ops.checklist.running;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether the background jobs run, and whether what they have to do becomes less. */
final class JobsRun implements Check {

  private final Supplier<JdbcClient> sql;
  private final List<String> known;

  /**
   * @param known the jobs that a node of this release with these settings has
   */
  JobsRun(Supplier<JdbcClient> sql, List<String> known) {
    this.sql = sql;
    this.known = known;
  }

  @Override
  public About about() {
    return new About(
        Line.SCL_2,
        "jobs-run",
        "Background jobs run on time, and formats are made soon after an upload",
        "Reads the jobs' table for jobs of this release that are late or fail again and again, and"
            + " the versions whose WebP and AVIF are due for more than an hour.");
  }

  @Override
  public Answer look() {
    List<String> wrong =
        new ArrayList<>(
            sql.get()
                .sql(
                    """
                    select task_name || ' is late since ' || execution_time::timestamptz(0)
                    from scheduled_tasks
                    where not picked and execution_time < now() - interval '15 minutes'
                      and task_name in (:known)
                    union all
                    select task_name || ' has failed ' || consecutive_failures || ' times in a row'
                    from scheduled_tasks
                    where consecutive_failures >= 3 and task_name in (:known)
                    order by 1 limit 50
                    """)
                .param("known", known)
                .query(String.class)
                .list());
    long due =
        sql.get()
            .sql(
                "select count(*) from version where state = 'LIVE'"
                    + " and formats_at < now() - interval '1 hour'")
            .query(Long.class)
            .single();
    if (due > 0) {
      wrong.add(due + " pictures are without their WebP and AVIF for more than an hour.");
    }
    long jobs = jobs("task_name in (:known)");
    if (jobs == 0 && wrong.isEmpty()) {
      return Answer.unknown(
          "No job has been planned yet.", "Start the service on this database, then look again.");
    }
    return Answer.failIf(
        wrong,
        "Look whether a node runs, whether processing is switched off (./cameo switch), and what its"
            + " log says of the job.",
        jobs + " jobs are planned; none is late, and no format is overdue." + others());
  }

  /** What another release left behind runs when that one comes back, and is no fault until then. */
  private String others() {
    long others = jobs("task_name not in (:known)");
    return switch (Math.toIntExact(others)) {
      case 0 -> "";
      case 1 -> " 1 job of another release waits for it.";
      default -> " " + others + " jobs of another release wait for it.";
    };
  }

  private long jobs(String which) {
    return sql.get()
        .sql("select count(*) from scheduled_tasks where " + which)
        .param("known", known)
        .query(Long.class)
        .single();
  }
}
