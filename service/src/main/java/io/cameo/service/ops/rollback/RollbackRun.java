package io.cameo.service.ops.rollback;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A rollback that has begun.
 *
 * @param from the release that is left
 * @param to the release that is gone back to
 * @param message what users are told
 * @param deployment how the program is brought back, in the form of {@link
 *     io.cameo.service.releases.DeploymentWay}; may be empty
 */
record RollbackRun(
    UUID id,
    String from,
    String to,
    String message,
    String deployment,
    Map<String, StepState> steps,
    Instant begun) {

  RollbackRun {
    steps = Map.copyOf(steps);
  }

  Optional<StepState> state(Step step) {
    return Optional.ofNullable(steps.get(step.name()));
  }

  boolean isOver(Step step) {
    return state(step).filter(one -> one.state().isOver()).isPresent();
  }

  RollbackRun with(Step step, StepState state) {
    Map<String, StepState> all = new LinkedHashMap<>(steps);
    all.put(step.name(), state);
    return new RollbackRun(id, from, to, message, deployment, all, begun);
  }

  RollbackRun with(String otherDeployment) {
    return new RollbackRun(id, from, to, message, otherDeployment, steps, begun);
  }
}
