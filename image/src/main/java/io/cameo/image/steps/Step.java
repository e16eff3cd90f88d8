package io.cameo.image.steps;

import io.cameo.image.Outcome;
import java.util.Optional;

/** One step of the way from an upload to its renditions; has no state of its own. */
public interface Step {

  /** The step's name in logs and measurements: one word, lower case. */
  String name();

  /**
   * Takes the job one step further.
   *
   * @return why the picture is refused, which ends the job; empty to go on
   */
  Optional<Outcome.Refused> run(Job job);
}
