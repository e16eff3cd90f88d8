package io.cameo.service.ops.rollback;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a step is.
 *
 * @param at when it came to be so
 * @param evidence what shows it, or why it failed
 * @param detail what the step must remember from one try to the next
 */
record StepState(State state, Instant at, String evidence, @Nullable String detail) {

  enum State {
    /** It has begun, and was perhaps interrupted. */
    RUNNING,
    DONE,
    /** It was so before the rollback began. */
    ALREADY,
    SKIPPED,
    FAILED;

    boolean isOver() {
      return this == DONE || this == ALREADY || this == SKIPPED;
    }
  }
}
