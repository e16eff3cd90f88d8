package io.cameo.storage.s3;

import java.util.function.LongSupplier;

/**
 * Stops asking a server that does not answer. After some failures in a row calls are turned away at
 * once for a while; then one at a time is let through until one is answered.
 */
final class Circuit {

  private final int failuresToOpen;
  private final long pauseNanos;
  private final LongSupplier nanos;
  private int failures;
  private long openedAt;
  private boolean open;
  private boolean trying;

  /**
   * @param nanos a clock that only runs forward, as {@link System#nanoTime}
   */
  Circuit(int failuresToOpen, long pauseNanos, LongSupplier nanos) {
    this.failuresToOpen = failuresToOpen;
    this.pauseNanos = pauseNanos;
    this.nanos = nanos;
  }

  /** Whether a call would be turned away now. */
  synchronized boolean turnsAway() {
    return open && (trying || nanos.getAsLong() - openedAt < pauseNanos);
  }

  /** Lets a call through, or not. One that was let through must end in one of the other methods. */
  synchronized boolean admit() {
    if (turnsAway()) {
      return false;
    }
    trying = open;
    return true;
  }

  /** The server answered, whatever it said. */
  synchronized void answered() {
    failures = 0;
    open = false;
    trying = false;
  }

  /** The server did not answer, or could not. */
  synchronized void failed() {
    failures++;
    // Whoever was under way when it opened does not prolong the pause; the one that tries does.
    if (trying || (!open && failures >= failuresToOpen)) {
      open = true;
      openedAt = nanos.getAsLong();
      trying = false;
    }
  }

  /** The call ended before the server was asked. */
  synchronized void notAsked() {
    trying = false;
  }
}
