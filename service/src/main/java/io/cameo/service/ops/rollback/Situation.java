package io.cameo.service.ops.rollback;

import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.releases.Release;

/**
 * What the steps work on.
 *
 * @param to the release that is gone back to
 * @param force whether data may be lost by what is taken back of the schema
 */
record Situation(
    OpsContext context, RollbackRun run, Release to, Programs programs, boolean force) {

  /** Whether a step has done it, and not somebody before. */
  boolean isOurs(Step step) {
    return run.state(step).filter(one -> one.state() == StepState.State.DONE).isPresent();
  }

  /** What a step has remembered. */
  String detail(Step step) {
    String detail = run.state(step).map(StepState::detail).orElse(null);
    return detail == null ? "" : detail;
  }
}
