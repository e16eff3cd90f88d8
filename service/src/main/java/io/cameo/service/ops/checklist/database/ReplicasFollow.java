package io.cameo.service.ops.checklist.database;

import io.cameo.service.database.ReplicaLook;
import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Whether every replica of the settings is one, and keeps up. */
final class ReplicasFollow implements Check {

  private final boolean any;
  private final Look look;

  /** Looks at all of them. */
  interface Look {
    List<ReplicaLook.Seen> seen() throws SQLException, InterruptedException;
  }

  /**
   * @param any whether there are any
   */
  ReplicasFollow(boolean any, Look look) {
    this.any = any;
    this.look = look;
  }

  @Override
  public About about() {
    return new About(
        Line.DB_3,
        "replicas-follow",
        "Every read replica is one of this database, and keeps up",
        "Asks the primary where it is, and every server of CAMEO_DATABASE_REPLICA_URLS how far it"
            + " has come, by the rules of the running service.");
  }

  @Override
  public Answer look() throws SQLException, InterruptedException {
    if (!any) {
      return Answer.notApplicable("CAMEO_DATABASE_REPLICA_URLS names none; none is needed.");
    }
    List<ReplicaLook.Seen> seen = look.seen();
    return Answer.failIf(
        seen.stream()
            .filter(each -> !each.usable())
            .map(each -> each.name() + ": " + each.why())
            .toList(),
        "Until then the primary answers in its place (docs/operations/replicas.md).",
        seen.stream()
            .map(each -> each.name() + " follows, " + each.lagBytes() + " bytes behind")
            .collect(Collectors.joining("; ")));
  }

  @Override
  public Duration limit() {
    return Duration.ofSeconds(40);
  }
}
