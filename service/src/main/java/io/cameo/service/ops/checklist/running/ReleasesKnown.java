package io.cameo.service.ops.checklist.running;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.releases.Release;
import io.cameo.service.releases.Releases;
import io.cameo.service.releases.RunningNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Whether there is a release to go back to, and whether all nodes are of one. */
final class ReleasesKnown implements Check {

  private final Supplier<Releases> releases;
  private final boolean byHand;

  /**
   * @param byHand whether the deployment is no business of {@code rollback}
   */
  ReleasesKnown(Supplier<Releases> releases, boolean byHand) {
    this.releases = releases;
    this.byHand = byHand;
  }

  @Override
  public About about() {
    return new About(
        Line.RB_2,
        "releases-known",
        "All nodes are of one release, and the one before is known",
        "Reads which releases have run on this database, and which each running node is.");
  }

  @Override
  public Answer look() {
    Releases known = releases.get();
    List<RunningNode> running = known.running();
    Map<String, Long> nodes =
        running.stream()
            .collect(
                Collectors.groupingBy(RunningNode::version, TreeMap::new, Collectors.counting()));
    String seen =
        nodes.isEmpty()
            ? "No node runs."
            : "Running: "
                + nodes.entrySet().stream()
                    .map(each -> each.getValue() + " of release " + each.getKey())
                    .collect(Collectors.joining(", "))
                + ".";
    if (nodes.size() > 1) {
      return Answer.warn(
          seen,
          "In the middle of an update that is as it should be; after it every node must be of one"
              + " release.");
    }
    if (nodes.isEmpty()) {
      return Answer.unknown(seen, "Start the service, then look again.");
    }
    List<String> before =
        known.before(running.getFirst().version()).map(Release::version).stream().toList();
    if (before.isEmpty()) {
      return Answer.notApplicable(seen + " It is the first here: there is none to go back to.");
    }
    return Answer.pass(
        seen,
        "./cameo rollback goes back to release "
            + before.getFirst()
            + (byHand
                ? "; its deployment by hand, because CAMEO_ROLLBACK_DEPLOYMENT is not set."
                : "."));
  }
}
