package io.cameo.service.ops.smoke;

import java.io.IOException;
import java.util.List;

/**
 * One promise that is tried.
 *
 * @param name stable: metrics and reports are named by it
 * @param ids lines of the checklist that it answers
 * @param title what is promised
 * @param need what it cannot be tried without
 */
record Step(String name, List<String> ids, String title, Need need, Trial trial) {

  /** How it is tried. */
  @FunctionalInterface
  interface Trial {
    /**
     * @throws IOException when there is no answer
     */
    void of(SmokeRun run, Proof proof) throws IOException;
  }

  static Step of(String name, String ids, String title, Need need, Trial trial) {
    return new Step(name, List.of(ids.split(" ")), title, need, trial);
  }
}
