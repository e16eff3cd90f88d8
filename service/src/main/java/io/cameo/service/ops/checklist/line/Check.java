package io.cameo.service.ops.checklist.line;

import java.time.Duration;

/**
 * One check of one line of the checklist. It tries the thing, changes nothing that stays, and says
 * what it saw. It is made on any thread, beside others, and ends when it is interrupted.
 */
public interface Check {

  /** Longest time of a check that says nothing else. */
  Duration USUAL_LIMIT = Duration.ofSeconds(15);

  About about();

  /**
   * Makes it.
   *
   * @throws Exception when it cannot be made; what the exception says becomes the reason for {@link
   *     Mark#UNKNOWN}
   */
  Answer look() throws Exception;

  /** After this time its answer is not waited for any more. */
  default Duration limit() {
    return USUAL_LIMIT;
  }
}
