package io.cameo.storage.s3;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.opentest4j.TestAbortedException;

/** Says aloud what is not tested on this machine; a machine of CI has everything. */
final class Skips {

  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  private Skips() {}

  /** Ends the test: skipped on a developer's machine, failed where {@code CI=true}. */
  static RuntimeException missing(String part) {
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError("CI=true, and this is missing: " + part);
    }
    return skipped(part);
  }

  /** Ends the test, whose part nobody has to have. */
  static RuntimeException skipped(String part) {
    if (SAID.add(part)) {
      System.out.println("SKIPPED: " + part);
    }
    return new TestAbortedException(part);
  }
}
