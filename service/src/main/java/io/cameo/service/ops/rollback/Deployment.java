package io.cameo.service.ops.rollback;

import java.util.List;
import java.util.Map;

/** A way to bring the program of the release before back. */
interface Deployment {

  /**
   * What to go back to, found out before anything is changed and remembered; in words of its own,
   * never empty.
   *
   * @throws io.cameo.service.ops.frame.OpsException if there is nothing to go back to
   */
  String target();

  /** What going there will do, a sentence each. */
  List<String> plan(String target);

  /**
   * Goes there and waits until it is so; does nothing that was done before.
   *
   * @param environment what a command of the operator's is told
   */
  void go(String target, Map<String, String> environment);
}
