package io.cameo.service.ops.rollback;

import io.cameo.service.ops.checklist.line.Line;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One step of a rollback. It may be begun again after an interruption at any moment, so what it
 * does once it does not do twice.
 */
interface Step {

  /** The word for {@code --skip}. */
  String name();

  /** The line of the checklist that it is; its checks are made when the step is done. */
  Line checklist();

  /** Checks of that line which this step makes fail. */
  default Set<String> contrary() {
    return Set.of();
  }

  /**
   * What it will do, a sentence each; nothing is changed.
   *
   * @throws io.cameo.service.ops.frame.OpsException if it cannot do it
   */
  List<String> plan();

  /** What shows that all of it is so already; empty while anything is left to do. */
  Optional<String> already();

  /**
   * Does it, and proves it.
   *
   * @return the evidence, a sentence
   * @throws io.cameo.service.ops.frame.OpsException with what to do, when it could not be done or
   *     proven
   */
  String run();

  /** Takes back what only belongs to the time of the rollback; what was done, if anything. */
  default Optional<String> resume() {
    return Optional.empty();
  }
}
