package io.cameo.it;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.opentest4j.TestAbortedException;

/** Says aloud what is not tested on this machine; a machine of CI has everything. */
final class Skips {

  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  private Skips() {}

  static void sayOnce(String what) {
    if (SAID.add(what)) {
      System.out.println("SKIPPED: " + what);
    }
  }

  /** Ends the test: skipped on a developer's machine, failed where {@code CI=true}. */
  static RuntimeException missing(String part) {
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError("CI=true, and this is missing: " + part);
    }
    sayOnce(part);
    return new TestAbortedException(part);
  }
}
