package io.cameo.service.ops.smoke;

import java.time.Duration;
import java.util.List;

/**
 * What a step came to.
 *
 * @param evidence what was seen, and why something was not tried
 */
record StepResult(
    Step step, Outcome outcome, Duration took, List<String> evidence, List<Proof.Broken> broken) {

  static StepResult of(Step step, Proof proof, Duration took) {
    return new StepResult(step, proof.outcome(), took, proof.evidence(), proof.broken());
  }

  static StepResult skipped(Step step, String reason) {
    return new StepResult(step, Outcome.SKIPPED, Duration.ZERO, List.of(reason), List.of());
  }
}
