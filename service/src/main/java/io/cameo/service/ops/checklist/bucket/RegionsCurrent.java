package io.cameo.service.ops.checklist.bucket;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether every region has what it should have. */
final class RegionsCurrent implements Check {

  private final List<String> regions;
  private final Supplier<JdbcClient> sql;

  /**
   * @param regions names of the replicas of the bucket
   */
  RegionsCurrent(List<String> regions, Supplier<JdbcClient> sql) {
    this.regions = List.copyOf(regions);
    this.sql = sql;
  }

  @Override
  public About about() {
    return new About(
        Line.SCL_1,
        "regions-current",
        "Every region has the pictures, and has deleted what was deleted",
        "Reads which copies and deletions a region has not proven for more than fifteen minutes.");
  }

  @Override
  public Answer look() {
    if (regions.isEmpty()) {
      return Answer.notApplicable("CAMEO_S3_REPLICAS names none; one region serves all.");
    }
    List<String> late =
        sql.get()
            .sql(
                """
                select region || ' lacks ' || count(*) || ' versions, the oldest for '
                  || extract(epoch from now() - min(created_at))::int || ' s'
                from region_copy where created_at < now() - interval '15 minutes' group by region
                union all
                select region || ' has not deleted ' || count(*) || ' versions'
                from region_deletion where created_at < now() - interval '15 minutes'
                group by region order by 1
                """)
            .query(String.class)
            .list();
    return Answer.failIf(
        late,
        "Look whether the region answers, and what the log of a node says (docs/operations/"
            + "regions.md).",
        "Up to date: " + String.join(", ", regions) + ".");
  }
}
