package io.cameo.service.delivery;

import io.cameo.storage.Circuit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The questions of delivery to the database. While it is away one a second is let through; all
 * others fail at once instead of waiting for it, because each has a caller who waits.
 */
final class DatabaseCalls {

  private static final int FAILURES_IN_A_ROW = 3;
  private static final long PAUSE_NANOS = 1_000_000_000L;

  private final LongSupplier nanos;
  private final Circuit circuit;
  private volatile boolean hearing;

  /**
   * @param nanos a clock that only runs forward, as {@link System#nanoTime}
   */
  DatabaseCalls(LongSupplier nanos) {
    this.nanos = nanos;
    this.circuit = new Circuit(FAILURES_IN_A_ROW, PAUSE_NANOS, nanos);
  }

  /** Whether every change is heard. */
  boolean hearing() {
    return hearing;
  }

  void hears(boolean every) {
    hearing = every;
    if (every) {
      circuit.answered();
    }
  }

  /** Said before a question is remembered as under way. */
  void requireNotAway() {
    if (circuit.turnsAway()) {
      throw new PictureUnavailableException("the database did not answer a moment ago");
    }
  }

  /** Asks, or fails at once. */
  <T> T call(Supplier<T> question) {
    if (!circuit.admit()) {
      throw new PictureUnavailableException("the database did not answer a moment ago");
    }
    long since = nanos.getAsLong();
    try {
      T answer = question.get();
      circuit.answered();
      return answer;
    } catch (RuntimeException away) {
      circuit.failed(since);
      throw away;
    }
  }
}
