package io.cameo.service.ops.smoke;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How long a run may take, and whether it was told to end. Waits end at once when it is. */
final class Patience {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final CountDownLatch stop = new CountDownLatch(1);

  /** The run is to end now. */
  static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** A condition that is waited for. */
  @FunctionalInterface
  interface Check {
    boolean holds() throws IOException;
  }

  /** Ends every wait, now and later. */
  void end() {
    stop.countDown();
  }

  boolean isOver() {
    return stop.getCount() == 0;
  }

  /**
   * @throws StoppedException when the run is to end
   */
  void pause(Duration time) {
    if (await(time)) {
      throw new StoppedException();
    }
  }

  /** Waits that long, or until it is to end; whether it is. */
  boolean await(Duration time) {
    try {
      return stop.await(Math.max(0, time.toMillis()), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Asks again and again, more and more seldom; whether it held in time. */
  boolean until(Duration limit, Check check) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    Duration pause = FIRST_PAUSE;
    while (!check.holds()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      pause(Duration.ofNanos(Math.min(left, pause.toNanos())));
      Duration longer = pause.multipliedBy(2);
      pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }
    return true;
  }
}
