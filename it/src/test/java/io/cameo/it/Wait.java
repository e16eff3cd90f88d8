package io.cameo.it;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.opentest4j.AssertionFailedError;

/** Waiting for a condition with a bound; nothing here waits for a fixed time. */
final class Wait {

  private static final long PAUSE_NANOS = 20_000_000;

  private Wait() {}

  /** Returns as soon as the condition holds. An exception counts as "not yet". */
  static void until(String what, Duration atMost, Callable<Boolean> condition) {
    long end = System.nanoTime() + atMost.toNanos();
    Exception last = null;
    do {
      try {
        if (condition.call()) {
          return;
        }
        last = null;
      } catch (Exception notYet) {
        last = notYet;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    } while (System.nanoTime() < end && !Thread.currentThread().isInterrupted());
    throw new AssertionFailedError("waited " + atMost.toSeconds() + " s for: " + what, last);
  }
}
