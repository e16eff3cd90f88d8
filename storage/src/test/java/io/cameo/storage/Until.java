package io.cameo.storage;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting for a condition with a bound, for the tests of all modules. */
public final class Until {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long PAUSE_NANOS = 5_000_000;

  private Until() {}

  /** Something that becomes true. */
  public interface Condition {
    boolean holds() throws Exception;
  }

  /** Returns as soon as the condition holds. An exception counts as "not yet". */
  public static void holds(String what, Condition condition) {
    holds(what, PATIENCE, condition);
  }

  /** The same with another bound than half a minute. */
  public static void holds(String what, Duration atMost, Condition condition) {
    long end = System.nanoTime() + atMost.toNanos();
    Exception last = null;
    do {
      try {
        if (condition.holds()) {
          return;
        }
        last = null;
      } catch (Exception notYet) {
        last = notYet;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    } while (System.nanoTime() < end && !Thread.currentThread().isInterrupted());
    throw new AssertionError("waited " + atMost.toSeconds() + " s for: " + what, last);
  }
}
