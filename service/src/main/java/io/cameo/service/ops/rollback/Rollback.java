package io.cameo.service.ops.rollback;

import io.cameo.service.ops.checklist.Checklist;
import io.cameo.service.ops.checklist.Finding;
import io.cameo.service.ops.checklist.line.Installation;
import io.cameo.service.ops.checklist.line.Mark;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.ops.rollback.RollbackReport.Line;
import io.cameo.service.ops.rollback.StepState.State;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** Goes through the steps and writes down how far it is, before and after each. */
final class Rollback {

  private final OpsContext context;
  private final RollbackRuns runs;
  private final List<String> skipped;
  private Situation situation;

  Rollback(Situation situation, RollbackRuns runs, List<String> skipped) {
    this.situation = situation;
    this.context = situation.context();
    this.runs = runs;
    this.skipped = skipped;
  }

  /** What is done, and what will be; nothing is changed. */
  RollbackReport plan() {
    return report(true);
  }

  private RollbackReport report(boolean withPlan) {
    RollbackRun run = situation.run();
    return new RollbackReport(
        run.from(),
        run.to(),
        run.message(),
        Steps.of(situation).stream().map(step -> line(step, withPlan)).toList());
  }

  private Line line(Step step, boolean withPlan) {
    Optional<StepState> state = situation.run().state(step);
    boolean toDo = withPlan && !situation.run().isOver(step);
    List<String> plan =
        !toDo
            ? List.of()
            : skipped.contains(step.name()) ? List.of("It is left out.") : step.plan();
    return new Line(
        step.name(),
        step.checklist().id(),
        state.map(one -> one.state().name()).orElse(null),
        state.map(StepState::at).orElse(null),
        state.map(StepState::evidence).filter(text -> !text.isEmpty()).orElse(null),
        plan);
  }

  /** Does what is left, up to the first step that cannot be done. */
  RollbackReport run() {
    for (String name : Steps.NAMES) {
      Step step = step(name);
      if (situation.run().isOver(step)) {
        continue;
      }
      if (skipped.contains(name)) {
        keep(step, State.SKIPPED, "It was left out.", null);
        continue;
      }
      try {
        take(step);
      } catch (OpsException cannot) {
        context.say("cameo: " + cannot.getMessage());
        keepFailed(step(name), cannot);
        return report(false);
      }
    }
    return report(false);
  }

  /** As the run is now: a step knows what was written down of it. */
  private Step step(String name) {
    return Steps.of(situation).stream()
        .filter(step -> step.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void take(Step step) {
    boolean begunBefore = situation.run().state(step).isPresent();
    Optional<String> already = step.already();
    if (already.isPresent()) {
      // What was begun here and interrupted after its last act was not so before.
      String evidence = already.get() + " " + checked(step);
      keep(step, begunBefore ? State.DONE : State.ALREADY, evidence, detail(step));
      return;
    }
    context.say(step.checklist().id() + " " + step.name() + " …");
    String remembered = step instanceof DeploymentStep deployment ? deployment.target() : null;
    keep(step, State.RUNNING, "", remembered);
    Step begun = step(step.name());
    String evidence = begun.run() + " " + checked(begun);
    context.say("   " + evidence);
    keep(begun, State.DONE, evidence, detail(begun));
  }

  /** Makes the checks of the step's line of the checklist. */
  private String checked(Step step) {
    List<Finding> findings =
        Checklist.of(new Installation(context)).report(Set.of(step.checklist())).findings().stream()
            .filter(one -> !step.contrary().contains(one.about().name()))
            .toList();
    for (Finding one : findings) {
      if (one.mark() == Mark.FAIL) {
        throw OpsException.problem(
            "The check "
                + one.about().name()
                + " of "
                + step.checklist().id()
                + " fails: "
                + String.join(" ", one.answer().evidence())
                + " "
                + one.answer().remedy()
                + " Then run ./cameo rollback --yes again, or leave the step out with --skip "
                + step.name()
                + ".");
      }
    }
    return findings.stream()
        .map(one -> one.about().name() + ": " + one.mark().word())
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private void keepFailed(Step step, OpsException why) {
    try {
      keep(step, State.FAILED, String.valueOf(why.getMessage()), detail(step));
    } catch (DataAccessException databaseGone) {
      // It stays what it was, RUNNING, which the next try goes on from as well.
      context.say("That it failed could not be written down: the database does not answer.");
    }
  }

  private @Nullable String detail(Step step) {
    return situation.run().state(step).map(StepState::detail).orElse(null);
  }

  private void keep(Step step, State state, String evidence, @Nullable String detail) {
    RollbackRun run =
        situation
            .run()
            .with(step, new StepState(state, context.clock().instant(), evidence, detail));
    runs.keep(run);
    situation =
        new Situation(context, run, situation.to(), situation.programs(), situation.force());
  }
}
