package io.cameo.bench;

import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Waits until a server has also done what it put off until after its answers, so that work in the
 * background counts and does not burden whoever is measured next.
 *
 * @param cpuSeconds processor time of the server so far
 * @param nanoTime the clock
 * @param pause waits about that many nanoseconds
 */
record Settling(DoubleSupplier cpuSeconds, LongSupplier nanoTime, Pause pause) {

  /** A wait. */
  interface Pause {
    void nanos(long nanos);
  }

  private static final long LOOK_NANOS = 300_000_000;
  private static final long LONGEST_NANOS = 120_000_000_000L;

  /** Less than this share of one core is idling: timers, heartbeats, the database's writers. */
  private static final double IDLE = 0.12;

  static Settling of(DoubleSupplier cpuSeconds) {
    return new Settling(cpuSeconds, System::nanoTime, LockSupport::parkNanos);
  }

  /**
   * Seconds from now until the server went idle; 0 when it is already.
   *
   * @throws IllegalStateException when it does not within two minutes
   */
  double await() {
    long start = nanoTime.getAsLong();
    while (true) {
      long began = nanoTime.getAsLong();
      double before = cpuSeconds.getAsDouble();
      pause.nanos(LOOK_NANOS);
      double used = cpuSeconds.getAsDouble() - before;
      long now = nanoTime.getAsLong();
      if (used <= IDLE * (now - began) / 1e9) {
        return (began - start) / 1e9;
      }
      if (now - start > LONGEST_NANOS) {
        throw new IllegalStateException("The server was still busy two minutes after the load.");
      }
    }
  }
}
