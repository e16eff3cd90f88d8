package io.cameo.image.worker;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that watches the clock for all workers of a pool. When time is up it kills the
 * process, which ends the read or the write that somebody waits in; if even that does not end it (a
 * process that the worker left behind holds the pipe), it says so a little later.
 */
final class Watchdog implements AutoCloseable {
  /** From the kill to the conclusion that the pipe does not close. */
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ScheduledThreadPoolExecutor clock;

  Watchdog() {
    clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("image-watchdog").factory());
    clock.setRemoveOnCancelPolicy(true);
  }

  /** One conversation with a worker that is being watched. */
  static final class Watch {
    private @Nullable ScheduledFuture<?> next;
    private boolean fired;
    private boolean over;

    /** The time is up: true unless the conversation ended before. */
    private synchronized boolean fire() {
      fired = !over;
      return fired;
    }

    private synchronized void follow(ScheduledFuture<?> scheduled) {
      next = scheduled;
      if (over) {
        scheduled.cancel(false);
      }
    }

    /**
     * The conversation has ended.
     *
     * @return true when it ended in time: the worker was not and will not be killed for it
     */
    synchronized boolean disarm() {
      over = true;
      if (next != null) {
        next.cancel(false);
      }
      return !fired;
    }
  }

  /**
   * Watches one conversation.
   *
   * @param why what the worker's end is called when it comes to it
   * @param stuck called, on a thread of its own, when the end of the process did not end the
   *     conversation
   */
  Watch arm(WorkerProcess worker, WorkerExit why, long nanos, Runnable stuck) {
    Watch watch = new Watch();
    Runnable kill =
        () -> {
          if (watch.fire()) {
            worker.end(why);
            Runnable tell = () -> Thread.ofPlatform().daemon().name("image-stuck").start(stuck);
            watch.follow(clock.schedule(tell, GRACE_NANOS, TimeUnit.NANOSECONDS));
          }
        };
    watch.follow(clock.schedule(kill, nanos, TimeUnit.NANOSECONDS));
    return watch;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
