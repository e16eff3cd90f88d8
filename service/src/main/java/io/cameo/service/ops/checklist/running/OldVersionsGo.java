package io.cameo.service.ops.checklist.running;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether pictures that were replaced or deleted are really gone when their time is over. */
final class OldVersionsGo implements Check {

  private static final String LATE = "interval '1 hour'";

  private final Supplier<JdbcClient> sql;

  OldVersionsGo(Supplier<JdbcClient> sql) {
    this.sql = sql;
  }

  @Override
  public About about() {
    return new About(
        Line.TST_4,
        "old-versions-go",
        "Replaced and deleted pictures are gone when their grace time is over",
        "Counts the versions whose time was over an hour ago and that are still there, and those"
            + " whose objects could not be deleted.");
  }

  @Override
  public Answer look() {
    long late = count("select count(*) from version where delete_after < now() - " + LATE);
    long failed = count("select count(*) from reap_failure");
    List<String> wrong = new ArrayList<>();
    if (late > 0) {
      wrong.add(late + " versions should have been gone for an hour or longer.");
    }
    if (failed > 0) {
      wrong.add(failed + " versions could not be deleted from the store; they are tried again.");
    }
    return Answer.failIf(
        wrong,
        "Look whether a node runs and whether it may delete in the store"
            + " (docs/operations/reaper.md).",
        count("select count(*) from version where delete_after is not null")
            + " versions wait for the end of their grace time; none is overdue.");
  }

  private long count(String question) {
    return sql.get().sql(question).query(Long.class).single();
  }
}
