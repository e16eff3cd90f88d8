package io.cameo.service.ops.rollback;

import io.cameo.service.ops.frame.OpsException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Looks again and again until something is so, for a bounded time. */
final class Waiting {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  private Waiting() {}

  /** Whether it has become so within the limit. */
  static boolean until(Duration limit, BooleanSupplier so) {
    CountDownLatch never = new CountDownLatch(1);
    long end = System.nanoTime() + limit.toNanos();
    while (!so.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      try {
        if (never.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException("nobody counts this down");
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw OpsException.problem("Interrupted. Run ./cameo rollback --yes again: it goes on.");
      }
    }
    return true;
  }
}
