package io.cameo.service.ops.checklist.bucket;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether pictures that are shown were made by the present settings, and what they come to. */
final class RenditionsCurrent implements Check {

  private final String recipe;
  private final Supplier<JdbcClient> sql;

  /**
   * @param recipe what renditions are made by at present
   */
  RenditionsCurrent(String recipe, Supplier<JdbcClient> sql) {
    this.recipe = recipe;
    this.sql = sql;
  }

  private record Sums(long live, long old, String average) {}

  @Override
  public About about() {
    return new About(
        Line.COST_3,
        "renditions-current",
        "All pictures are compressed as the settings say now",
        "Compares what every shown version was made by with the present settings, and measures what"
            + " one comes to on average.");
  }

  @Override
  public Answer look() {
    Sums sums =
        sql.get()
            .sql(
                """
                select count(*), count(*) filter (where recipe <> ?),
                  coalesce(pg_size_pretty(
                    avg(coalesce(stored_bytes, objects_bytes(objects)))::bigint), '')
                from version where state = 'LIVE'
                """)
            .param(recipe)
            .query((row, index) -> new Sums(row.getLong(1), row.getLong(2), row.getString(3)))
            .single();
    if (sums.live() == 0) {
      return Answer.unknown("No picture is shown yet.", "Upload one, then look again.");
    }
    String seen =
        "Pictures shown: "
            + sums.live()
            + ", of "
            + sums.average()
            + " each on average with all sizes and formats.";
    return sums.old() == 0
        ? Answer.pass(seen)
        : Answer.warn(
            seen + " Made by other settings: " + sums.old() + ".",
            "./cameo rerender says what it would do, and does it with --yes.");
  }
}
