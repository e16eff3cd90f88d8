package io.cameo.storage;

import java.util.function.LongSupplier;

/**
 * Stops asking a server that does not answer. After some failures in a row calls are turned away at
 * once for a while; then one at a time is let through until one is answered.
 */
public final class Circuit {

  private final int failuresToOpen;
  private final long pauseNanos;
  private final LongSupplier nanos;
  private int failures;
  private long openedAt;
  private long answeredAt;
  private boolean heard;
  private boolean open;
  private boolean trying;

  /**
   * @param nanos a clock that only runs forward, as {@link System#nanoTime}
   */
  public Circuit(int failuresToOpen, long pauseNanos, LongSupplier nanos) {
    this.failuresToOpen = failuresToOpen;
    this.pauseNanos = pauseNanos;
    this.nanos = nanos;
  }

  /** Whether a call would be turned away now. */
  public synchronized boolean turnsAway() {
    return open && (trying || nanos.getAsLong() - openedAt < pauseNanos);
  }

  /** Whether the server counts as away, be it that one call may try it now. */
  public synchronized boolean isOpen() {
    return open;
  }

  /** Lets a call through, or not. One that was let through must end in one of the other methods. */
  public synchronized boolean admit() {
    if (turnsAway()) {
      return false;
    }
    trying = open;
    return true;
  }

  /** The server answered, whatever it said. */
  public synchronized void answered() {
    failures = 0;
    answeredAt = nanos.getAsLong();
    heard = true;
    open = false;
    trying = false;
  }

  /**
   * The server did not answer, or could not.
   *
   * @param since when the call was let through, by this circuit's clock
   */
  public synchronized void failed(long since) {
    // Whoever was under way when it opened does not prolong the pause, and whoever was under way
    // when the server answered somebody else says nothing of now.
    if (open ? since - openedAt < 0 : heard && since - answeredAt < 0) {
      return;
    }
    failures++;
    if (trying || (!open && failures >= failuresToOpen)) {
      open = true;
      openedAt = nanos.getAsLong();
      trying = false;
    }
  }

  /** The call ended before the server was asked. */
  public synchronized void notAsked() {
    trying = false;
  }
}
