package io.cameo.service.reconcile;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Keeps work from going faster than it may; it never saves up for later. Any thread may ask. */
public final class Pace {

  /** Waits shorter than this are left to the next call: they are not worth a thread's sleep. */
  private static final long SHORTEST_WAIT = TimeUnit.MILLISECONDS.toNanos(5);

  private final double perSecond;
  private final LongSupplier nanos;
  private final CountDownLatch never = new CountDownLatch(1);
  private long free;

  /**
   * @param perSecond most units a second
   * @param nanos a clock that only runs forward
   */
  public Pace(double perSecond, LongSupplier nanos) {
    this.perSecond = perSecond;
    this.nanos = nanos;
    this.free = nanos.getAsLong();
  }

  /** Takes note of so many units, and waits until more may be done. */
  public void spend(long units) {
    long wait;
    synchronized (this) {
      long now = nanos.getAsLong();
      free = Math.max(free, now) + (long) (units / perSecond * TimeUnit.SECONDS.toNanos(1));
      wait = free - now;
    }
    if (wait < SHORTEST_WAIT) {
      return;
    }
    try {
      if (never.await(wait, TimeUnit.NANOSECONDS)) {
        throw new IllegalStateException("nobody counts this down");
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while keeping the pace", ended);
    }
  }
}
