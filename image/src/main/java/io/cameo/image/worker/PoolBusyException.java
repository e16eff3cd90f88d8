package io.cameo.image.worker;

import java.time.Duration;

/**
 * No worker took the picture; nothing was done with it, and trying again later may well succeed.
 */
public final class PoolBusyException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why no worker took it. */
  public enum Reason {
    /** As many pictures wait as may wait. */
    QUEUE_FULL("queue-full"),
    /** It waited its time and no worker came free. */
    WAITED_TOO_LONG("waited-too-long"),
    /** No worker is alive, and the last ones died while starting. */
    NO_WORKER("no-worker"),
    /** The pool is being closed. */
    CLOSING("closing"),
    /** The calling thread was interrupted while it waited; its interrupt flag is set again. */
    INTERRUPTED("interrupted");

    private final String word;

    Reason(String word) {
      this.word = word;
    }

    /** The stable word for logs and metrics, such as {@code queue-full}. */
    public String word() {
      return word;
    }
  }

  private final Reason reason;
  private final Duration retryAfter;

  PoolBusyException(Reason reason, Duration retryAfter) {
    super("No image worker took the picture: " + reason.word());
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  public Reason reason() {
    return reason;
  }

  /** When another try is likely to be taken: whole seconds, 1 to 60. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
