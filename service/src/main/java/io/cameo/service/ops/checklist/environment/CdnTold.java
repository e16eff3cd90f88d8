package io.cameo.service.ops.checklist.environment;

import io.cameo.service.cdn.CdnSettings;
import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.settings.Options;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether the CDN lets go of pictures that are replaced or taken down. */
final class CdnTold implements Check {

  private final CdnSettings cdn;
  private final Supplier<JdbcClient> sql;

  CdnTold(CdnSettings cdn, Supplier<JdbcClient> sql) {
    this.cdn = cdn;
    this.sql = sql;
  }

  @Override
  public About about() {
    return new About(
        Line.ENV_9,
        "cdn-told",
        "The CDN lets go of pictures that are replaced or taken down",
        "Reads how it is told (CAMEO_CDN_PURGE), and what it has not yet let go of.");
  }

  @Override
  public Answer look() {
    if (!cdn.on()) {
      return Answer.notApplicable("ENABLE_CDN is off.");
    }
    if (!cdn.purges()) {
      return Answer.warn(
          "CAMEO_CDN_PURGE is none: pictures that were taken down stay there for up to a year.",
          "Say how your CDN is told; docs/operations/cdn.md has a page for each.");
    }
    Optional<Double> oldest =
        sql.get()
            .sql(
                "select extract(epoch from now() - min(asked_at))::float8 from cdn_purge"
                    + " where takedown and proven_at is null")
            .query((row, index) -> Optional.ofNullable(row.getObject(1, Double.class)))
            .single();
    String way = "Told by " + Options.word(cdn.way()) + ".";
    Duration late = cdn.deadline().multipliedBy(10);
    if (oldest.filter(seconds -> seconds > late.toSeconds()).isPresent()) {
      return Answer.fail(
          way
              + " It has not let go of a picture that was taken down "
              + Math.round(oldest.get())
              + " s ago.",
          "Look at the log of a node for what the CDN answers (docs/operations/cdn.md).");
    }
    return Answer.pass(way + " Nothing is overdue.");
  }
}
