package io.cameo.service.ops.rollback;

import io.cameo.service.database.DatabaseSettings;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.releases.DeploymentWay;
import io.cameo.service.releases.Releases;
import io.cameo.service.releases.RunningNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DataAccessException;

/** The program of the release before runs again, on every node. */
record DeploymentStep(Situation situation) implements Step {

  @Override
  public String name() {
    return "deployment";
  }

  @Override
  public Line checklist() {
    return Line.RB_2;
  }

  @Override
  public List<String> plan() {
    return deployment()
        .map(way -> way.plan(target(way)))
        .orElseGet(
            () ->
                List.of(
                    "Wait until every node is release "
                        + situation.to().version()
                        + ": by hand, because CAMEO_ROLLBACK_DEPLOYMENT is not set."));
  }

  /** What to go back to: as it was found out at first, because it would be another one later. */
  String target() {
    return deployment().map(this::target).orElse("");
  }

  private String target(Deployment way) {
    String remembered = situation.detail(this);
    return remembered.isEmpty() ? way.target() : remembered;
  }

  private Optional<Deployment> deployment() {
    String words = situation.run().deployment();
    if (words.isEmpty()) {
      return Optional.empty();
    }
    Optional<Deployment> way = Deployments.of(words, situation.programs());
    if (way.isEmpty()) {
      throw OpsException.wrongUse("A deployment is " + DeploymentWay.FORM + ".");
    }
    return way;
  }

  @Override
  public Optional<String> already() {
    List<RunningNode> running = running();
    return running.isEmpty() || !others(running).isEmpty()
        ? Optional.empty()
        : Optional.of(words(running));
  }

  private String words(List<RunningNode> running) {
    return running.size()
        + (running.size() == 1 ? " node runs, of release " : " nodes run, all of release ")
        + situation.to().version()
        + ".";
  }

  private List<RunningNode> running() {
    return new Releases(situation.context().sql()).running();
  }

  private List<RunningNode> others(List<RunningNode> running) {
    return running.stream()
        .filter(node -> !node.version().equals(situation.to().version()))
        .toList();
  }

  @Override
  public String run() {
    Deployment way =
        deployment()
            .orElseThrow(
                () ->
                    OpsException.problem(
                        "Bring release "
                            + situation.to().version()
                            + " back by hand, then run ./cameo rollback --yes again: it goes on"
                            + " here. With --deployment "
                            + DeploymentWay.FORM
                            + " it is done for you."));
    way.go(
        target(way),
        Map.of(
            "CAMEO_ROLLBACK_FROM", situation.run().from(),
            "CAMEO_ROLLBACK_TO", situation.run().to()));
    return proven();
  }

  private String proven() {
    try {
      if (Waiting.until(situation.programs().limit(), () -> already().isPresent())) {
        return already().orElseGet(() -> words(running()));
      }
    } catch (DataAccessException gone) {
      if (situation.context().settings(DatabaseSettings.class).external().isPresent()) {
        throw gone;
      }
      throw OpsException.problem(
          "The service has ended, and its embedded database with it. Run ./cameo rollback --yes"
              + " again when the release before runs: it goes on here.",
          gone);
    }
    List<RunningNode> running = running();
    throw OpsException.problem(
        running.isEmpty()
            ? "The deployment was changed, but no node has come up. Look at its log; when it runs,"
                + " run ./cameo rollback --yes again."
            : others(running).size()
                + " of "
                + running.size()
                + " nodes are still of another release than "
                + situation.to().version()
                + ". End them, then run ./cameo rollback --yes again: it goes on here.");
  }
}
