package io.cameo.image.worker;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What a pool counts, and the time it expects a picture to take. */
final class Tally {
  /** Taken before anything was measured. */
  private static final long FIRST_GUESS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Share of a new measurement in the mean: one sixteenth. */
  private static final int INERTIA = 16;

  private static final int LONGEST_SECONDS = 60;

  final AtomicLong started = new AtomicLong();
  final AtomicLong ended = new AtomicLong();
  final AtomicLong recycled = new AtomicLong();
  private final AtomicLong meanNanos = new AtomicLong(FIRST_GUESS);

  void served(long nanos) {
    meanNanos.updateAndGet(mean -> mean + (nanos - mean) / INERTIA);
  }

  /** When a place is likely to be free: whole seconds, 1 to 60. */
  Duration retryAfter(int queued, int workers) {
    return seconds(meanNanos.get() * (queued + 1L) / Math.max(1, workers));
  }

  static Duration seconds(long nanos) {
    long up = Math.ceilDiv(nanos, TimeUnit.SECONDS.toNanos(1));
    return Duration.ofSeconds(Math.clamp(up, 1, LONGEST_SECONDS));
  }
}
