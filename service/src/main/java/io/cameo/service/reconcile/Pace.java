package io.cameo.service.reconcile;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Keeps a reader from taking more bytes a second than it may; it never saves up for later. */
final class Pace {

  /** Waits shorter than this are left to the next call: they are not worth a thread's sleep. */
  private static final long SHORTEST_WAIT = TimeUnit.MILLISECONDS.toNanos(5);

  private final long bytesPerSecond;
  private final LongSupplier nanos;
  private final CountDownLatch never = new CountDownLatch(1);
  private long free;

  Pace(long bytesPerSecond, LongSupplier nanos) {
    this.bytesPerSecond = bytesPerSecond;
    this.nanos = nanos;
    this.free = nanos.getAsLong();
  }

  /** Takes note of bytes that were read, and waits until more may be. */
  void spend(long bytes) {
    long now = nanos.getAsLong();
    free = Math.max(free, now) + bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
    if (free - now < SHORTEST_WAIT) {
      return;
    }
    try {
      if (never.await(free - now, TimeUnit.NANOSECONDS)) {
        throw new IllegalStateException("nobody counts this down");
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading objects", ended);
    }
  }
}
