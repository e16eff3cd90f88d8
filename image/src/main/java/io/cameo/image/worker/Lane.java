package io.cameo.image.worker;

import io.cameo.image.Outcome;
import io.cameo.image.Outcome.Refused;
import io.cameo.image.Outcome.Rendered;
import io.cameo.image.Refusal;
import io.cameo.image.worker.WorkerProcess.NothingSentException;
import io.cameo.image.worker.WorkerProcess.UnreadableException;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One place in the pool: a thread that owns one worker at a time, takes pictures from the queue and
 * puts another worker in its place when it dies or has done its share.
 *
 * <p>A platform thread, because the JDK's pipes to a process block the thread below: callers on
 * virtual threads would hold the carriers that the whole service runs on.
 */
final class Lane implements Runnable {
  /** What a pipe takes at once; larger pieces cost more, because they leave the caches. */
  private static final int BUFFER = 64 * 1024;

  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(30);
  private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(1);

  /**
   * What all lanes of a pool share.
   *
   * @param ids numbers of requests
   */
  record Shared(
      JobQueue queue,
      WorkerStarter starter,
      Watchdog watchdog,
      PoolOptions options,
      WorkerListener listener,
      Tally tally,
      AtomicLong ids) {}

  /** What a lane is doing. */
  enum Phase {
    STARTING,
    IDLE,
    BUSY,
    GONE
  }

  /** What a lane asks of its pool. */
  interface Owner {
    /** A worker came up. */
    void started();

    /** A worker did not come up. */
    void startFailed();

    /** The lane's thread cannot be freed; another lane is needed in its place. */
    void stuck(Lane lane);
  }

  private final Shared shared;
  private final Owner owner;
  private final byte[] buffer = new byte[BUFFER];
  private final double share = 1 - ThreadLocalRandom.current().nextDouble() / 10;
  private volatile Phase phase = Phase.STARTING;
  private volatile boolean abandoned;
  private volatile boolean failing;
  private volatile long nextStart = System.nanoTime();
  private long nextSuccessor = System.nanoTime();
  private @Nullable WorkerProcess worker;
  private @Nullable CompletableFuture<WorkerProcess> successor;
  private int failures;
  private int taken;

  Lane(Shared shared, Owner owner) {
    this.shared = shared;
    this.owner = owner;
  }

  Phase phase() {
    return phase;
  }

  /** True when the last start failed and no worker has come up since. */
  boolean isFailing() {
    return failing;
  }

  /** Nanoseconds until the next try to start, or less than 0. */
  long untilNextStart() {
    return nextStart - System.nanoTime();
  }

  @Override
  public void run() {
    try {
      while (!abandoned && !shared.queue().isClosed()) {
        try {
          step();
        } catch (RuntimeException | Error e) {
          recover();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // nobody but close() could mean this; leave in order
    } finally {
      phase = Phase.GONE;
      retire();
    }
  }

  private void step() throws InterruptedException {
    WorkerProcess mine = present();
    if (mine == null) {
      return;
    }
    phase = Phase.IDLE;
    Optional<Job> job = shared.queue().take(() -> distracted(mine), patience(mine));
    if (job.isPresent()) {
      phase = Phase.BUSY;
      attend(mine, job.get());
    }
  }

  private void attend(WorkerProcess mine, Job job) {
    boolean putBack = false;
    try {
      if (!serve(mine, job)) {
        putBack = shared.queue().putBack(job);
        if (!putBack) {
          job.fail(closing());
        }
      }
    } catch (RuntimeException | Error e) {
      job.fail(new WorkerFailedException(WorkerExit.SUPERVISOR_FAILED, e));
      throw e; // the caller knows; the lane recovers
    } finally {
      if (!putBack) {
        shared.queue().finished(job);
      }
    }
  }

  /** The supervisor itself failed, for want of memory or threads: starts from nothing, later. */
  private void recover() {
    WorkerProcess mine = worker;
    worker = null;
    backOff();
    if (mine != null) {
      mine.end(WorkerExit.SUPERVISOR_FAILED);
      shared.starter().bury(mine);
    }
  }

  private boolean distracted(WorkerProcess mine) {
    CompletableFuture<WorkerProcess> next = successor;
    return !mine.isAlive() || (next != null && next.isDone());
  }

  // ---- a worker in place ----

  /** The worker to use now; null when there is none yet, after a pause. */
  private @Nullable WorkerProcess present() throws InterruptedException {
    adoptSuccessor();
    WorkerProcess mine = worker;
    if (mine != null && !mine.isAlive()) {
      lose(mine);
    }
    if (worker == null) {
      start();
    } else if (isDue(worker) && successor == null && nextSuccessor - System.nanoTime() <= 0) {
      successor = shared.starter().startSuccessor(this::poke, this::poke).orElse(null);
    }
    return worker;
  }

  private void start() throws InterruptedException {
    phase = Phase.STARTING;
    shared.queue().awaitClosed(untilNextStart());
    if (shared.queue().isClosed()) {
      return;
    }
    try {
      install(shared.starter().start(this::poke, () -> abandon(Optional.empty())));
      failing = false;
      owner.started();
    } catch (IOException | RuntimeException | Error e) {
      failing = true;
      backOff();
      if (!abandoned) {
        owner.startFailed();
      }
    }
  }

  private void install(WorkerProcess next) {
    worker = next;
    taken = 0;
  }

  /** Buries a worker; one that never took a picture counts as one that did not come up. */
  private void lose(WorkerProcess mine) {
    shared.starter().bury(mine);
    worker = null;
    if (taken == 0) {
      backOff();
    }
  }

  private void backOff() {
    failures++;
    nextStart = System.nanoTime() + pause(failures);
  }

  private void adoptSuccessor() {
    CompletableFuture<WorkerProcess> next = successor;
    if (next == null || !next.isDone()) {
      return;
    }
    successor = null;
    if (next.isCompletedExceptionally()) {
      nextSuccessor = System.nanoTime() + LONGEST_PAUSE;
      return;
    }
    WorkerProcess old = worker;
    if (old != null) {
      shared.tally().recycled.incrementAndGet();
      shared.starter().dismiss(old, WorkerExit.RECYCLED);
    }
    install(next.join());
  }

  private boolean isDue(WorkerProcess mine) {
    return taken >= Math.max(1, shared.options().recycling().pictures() * share)
        || untilOld(mine) <= 0;
  }

  private long untilOld(WorkerProcess mine) {
    long life = (long) (shared.options().recycling().age().toNanos() * share);
    return mine.bornAt + life - System.nanoTime();
  }

  /** How long to wait for a picture before looking at the worker again. */
  private long patience(WorkerProcess mine) {
    return isDue(mine) ? LOOK_AGAIN : untilOld(mine);
  }

  private static long pause(int failures) {
    long whole = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(failures - 1, 10));
    return whole / 2 + ThreadLocalRandom.current().nextLong(whole / 2);
  }

  private void poke() {
    shared.queue().poke();
  }

  // ---- one picture ----

  /** False when the worker died before a byte was sent: the job is as new. */
  private boolean serve(WorkerProcess mine, Job job) {
    long begun = System.nanoTime();
    Runnable stuck =
        () -> {
          shared.starter().bury(mine);
          report(job, begun, WorkerExit.DEADLINE.word());
          abandon(Optional.of(job));
        };
    long deadline = shared.options().deadline().toNanos();
    Watchdog.Watch watch = shared.watchdog().arm(mine, WorkerExit.DEADLINE, deadline, stuck);
    boolean reusable = false;
    taken++;
    try {
      Outcome outcome = mine.exchange(shared.ids().incrementAndGet(), job, buffer);
      reusable = watch.disarm();
      failures = 0;
      shared.tally().served(System.nanoTime() - begun);
      report(job, begun, wordOf(outcome));
      job.succeed(outcome);
    } catch (NothingSentException e) {
      taken--;
      return false;
    } catch (UnreadableException e) {
      mine.end(WorkerExit.REQUEST_ABORTED);
      report(job, begun, "unreadable");
      job.fail(e.reason());
    } catch (WireException e) {
      mine.end(e.exit());
      fail(job, begun, mine, e);
    } catch (IOException e) {
      fail(job, begun, mine, e);
    } catch (RuntimeException | Error e) {
      mine.end(WorkerExit.SUPERVISOR_FAILED);
      fail(job, begun, mine, e);
    } finally {
      watch.disarm();
      if (!reusable) {
        lose(mine);
      }
    }
    return true;
  }

  /** Ends a job whose worker is dead, dying or killed. */
  private void fail(Job job, long begun, WorkerProcess mine, Throwable cause) {
    WorkerExit exit = mine.autopsy();
    if (!abandoned) {
      report(job, begun, exit.word());
    }
    switch (exit) {
      case DEADLINE, CPU_LIMIT -> job.succeed(tooExpensive());
      case CLOSED -> job.fail(closing());
      default -> job.fail(new WorkerFailedException(exit, cause));
    }
  }

  /** Called by the watchdog when this thread waits for a pipe that does not close. */
  private void abandon(Optional<Job> job) {
    abandoned = true;
    job.ifPresent(
        one -> {
          one.succeed(tooExpensive());
          shared.queue().finished(one);
        });
    owner.stuck(this);
  }

  private void report(Job job, long begun, String word) {
    shared
        .listener()
        .pictureFinished(
            Duration.ofNanos(begun - job.queuedAt),
            Duration.ofNanos(System.nanoTime() - begun),
            word);
  }

  private static String wordOf(Outcome outcome) {
    return switch (outcome) {
      case Rendered _ -> "rendered";
      case Refused refused -> refused.refusal().name().toLowerCase(Locale.ROOT).replace('_', '-');
    };
  }

  private static Refused tooExpensive() {
    return new Refused(
        Refusal.TOO_EXPENSIVE,
        "The picture takes longer than any picture may. Save it anew as a plain JPEG and try again.");
  }

  private static PoolBusyException closing() {
    return new PoolBusyException(PoolBusyException.Reason.CLOSING, Duration.ofSeconds(1));
  }

  // ---- the end ----

  private void retire() {
    CompletableFuture<WorkerProcess> next = successor;
    if (next != null) {
      var _ = next.thenAccept(one -> shared.starter().dismiss(one, WorkerExit.CLOSED));
    }
    WorkerProcess mine = worker;
    if (mine != null) {
      mine.leave(WorkerExit.CLOSED);
      shared.starter().bury(mine);
    }
  }
}
