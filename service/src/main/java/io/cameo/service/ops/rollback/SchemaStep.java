package io.cameo.service.ops.rollback;

import io.cameo.service.database.Migrations;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.releases.Releases;
import io.cameo.service.releases.RunningNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The schema is again what the release before knows. It comes last: every other step uses it. */
record SchemaStep(Situation situation) implements Step {

  @Override
  public String name() {
    return "schema";
  }

  @Override
  public Line checklist() {
    return Line.RB_3;
  }

  /** It says that steps are missing, which is what this step is for. */
  @Override
  public Set<String> contrary() {
    return Set.of("migrations-taken");
  }

  private Migrations migrations() {
    return situation.context().database().migrations();
  }

  private int beyond(Migrations migrations) {
    try {
      return Releases.stepsBeyond(situation.to(), migrations.status().taken());
    } catch (IllegalStateException mixed) {
      throw OpsException.problem(String.valueOf(mixed.getMessage()), mixed);
    }
  }

  private static Migrations.WayBack way(Migrations migrations, int steps) {
    try {
      return migrations.wayBack(steps);
    } catch (IllegalArgumentException unknown) {
      throw OpsException.problem(
          unknown.getMessage()
              + " Run this rollback with the program of that release, or skip this step with --skip"
              + " schema: the release before runs on the newer schema as well.",
          unknown);
    }
  }

  @Override
  public List<String> plan() {
    Migrations migrations = migrations();
    int steps = beyond(migrations);
    if (steps == 0) {
      return List.of("Nothing: release " + situation.to().version() + " knows all of the schema.");
    }
    Migrations.WayBack way = way(migrations, steps);
    List<String> plan = new ArrayList<>();
    way.steps().forEach(step -> plan.add("Take back " + step));
    way.losses().forEach(loss -> plan.add("LOST FOR GOOD: " + loss));
    if (way.losesData() && !situation.force()) {
      plan.add(
          "This step will REFUSE to lose data. Make a ./cameo backup and say --force, or skip it"
              + " with --skip schema: the release before runs on this schema as well.");
    }
    return plan;
  }

  @Override
  public Optional<String> already() {
    return beyond(migrations()) > 0
        ? Optional.empty()
        : Optional.of("Release " + situation.to().version() + " knows all of the schema.");
  }

  @Override
  public String run() {
    Migrations migrations = migrations();
    int steps = beyond(migrations);
    Migrations.WayBack way = way(migrations, steps);
    List<RunningNode> others =
        new Releases(situation.context().sql())
            .running().stream()
                .filter(node -> !node.version().equals(situation.to().version()))
                .toList();
    if (!others.isEmpty()) {
      throw OpsException.problem(
          others.size()
              + " nodes of release "
              + others.getFirst().version()
              + " still run and need the schema as it is. End them, then run ./cameo rollback"
              + " --yes again: it goes on here.");
    }
    if (way.losesData() && !situation.force()) {
      throw OpsException.problem(
          "Taking the schema back would lose data: "
              + String.join("; ", way.losses())
              + ". Make a ./cameo backup and run this again with --force, or with --skip schema: the"
              + " release before runs on this schema as well.");
    }
    migrations.down(steps);
    return already()
        .map(evidence -> way.steps().size() + " steps were taken back. " + evidence)
        .orElseThrow(
            () ->
                OpsException.problem(
                    "The steps were taken back and taken again: a node of release "
                        + situation.run().from()
                        + " has started meanwhile. End it, then run this again."));
  }
}
