package io.cameo.image.worker;

import io.cameo.image.Outcome;
import io.cameo.image.Recipe;
import io.cameo.image.sniff.Expense;
import io.cameo.image.sniff.OutputWalk;
import io.cameo.image.worker.PoolBusyException.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A fixed number of isolated worker processes and the queue before them; the only door to decoding
 * and encoding.
 *
 * <p>A worker that crashes, hangs or answers nonsense is killed and replaced, and costs the picture
 * it had and nothing else. A picture is never given to a second worker once a byte of it was sent.
 * Closing the pool leaves no process behind; neither does the death of this process, because a
 * worker ends when its input closes.
 */
public final class WorkerPool implements AutoCloseable {
  private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(1);
  private static final Duration AFTER_KILL = Duration.ofSeconds(5);

  private final PoolOptions options;
  private final int maxPicture;
  private final WorkerListener listener;
  private final Tally tally = new Tally();
  private final Watchdog watchdog = new Watchdog();
  private final JobQueue queue;
  private final WorkerStarter starter;
  private final Lane.Shared shared;
  private final List<Lane> lanes = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final CountDownLatch oneReady = new CountDownLatch(1);

  /**
   * Opens a pool; its workers start in the background, see {@link #awaitReady}.
   *
   * @param listener hears of everything that happens, see {@link WorkerListener#NONE}
   */
  public WorkerPool(WorkerCommand command, PoolOptions options, WorkerListener listener) {
    this(command, options, listener, OutputWalk::check);
  }

  WorkerPool(
      WorkerCommand command, PoolOptions options, WorkerListener listener, OutputCheck outputs) {
    this.options = options;
    this.maxPicture = command.limits().pictureBytes();
    this.listener = new GuardedListener(listener);
    this.queue = new JobQueue(options.queueLength(), Math.max(1, options.workers() / 2));
    this.starter =
        new WorkerStarter(command, outputs, options.startTimeout(), watchdog, this.listener, tally);
    AtomicLong ids = new AtomicLong(new SecureRandom().nextLong());
    this.shared = new Lane.Shared(queue, starter, watchdog, options, this.listener, tally, ids);
    Lane.Owner owner = new LaneOwner();
    for (int i = 0; i < options.workers(); i++) {
      addLane(owner);
    }
  }

  private final class LaneOwner implements Lane.Owner {
    @Override
    public void started() {
      oneReady.countDown();
    }

    @Override
    public void startFailed() {
      if (hopeless()) {
        queue.drain().forEach(job -> job.fail(rejected(Reason.NO_WORKER)));
      }
    }

    @Override
    public void stuck(Lane lane) {
      addLane(this);
      lanes.remove(lane);
    }
  }

  private void addLane(Lane.Owner owner) {
    Lane lane = new Lane(shared, owner);
    lanes.add(lane);
    threads.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
    threads.add(Thread.ofPlatform().daemon().name("image-lane").start(lane));
  }

  /**
   * Waits until a worker is ready for the first time.
   *
   * @return false when none was within this time
   */
  public boolean awaitReady(Duration longest) throws InterruptedException {
    return oneReady.await(longest.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Renders one picture in a worker; waits until it is done.
   *
   * @param recipe what to make of it
   * @param picture read from its current position; not to be used by others meanwhile
   * @param length bytes to read from it
   * @return the renditions, each checked, exactly those of the recipe; or a refusal, which is
   *     {@link io.cameo.image.Refusal#TOO_EXPENSIVE} when the deadline passed
   * @throws PoolBusyException when no worker took the picture
   * @throws WorkerFailedException when the worker died of it or answered nonsense
   * @throws IOException when the picture could not be read
   * @throws IllegalArgumentException when it is larger than the workers' limit
   */
  public Outcome render(Recipe recipe, SeekableByteChannel picture, long length)
      throws IOException, PoolBusyException, WorkerFailedException {
    if (length < 0 || length > maxPicture) {
      throw new IllegalArgumentException(
          "Workers take pictures of up to " + maxPicture + " bytes.");
    }
    if (picture.size() - picture.position() < length) {
      throw new EOFException("The picture has fewer bytes than were announced.");
    }
    Job job = new Job(recipe, picture, (int) length, isExpensive(picture));
    if (hopeless()) {
      throw rejected(Reason.NO_WORKER);
    }
    if (!queue.offer(job)) {
      throw rejected(queue.isClosed() ? Reason.CLOSING : Reason.QUEUE_FULL);
    }
    return await(job);
  }

  /**
   * Looks at the picture's beginning on the caller's thread. What cannot be read is reported by the
   * lane that sends it; an interrupt waits, because a read would close the channel because of it.
   */
  private static boolean isExpensive(SeekableByteChannel picture) {
    boolean interrupted = Thread.interrupted();
    try {
      return Expense.isHigh(picture);
    } catch (IOException _) {
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits in the queue for a bounded time; once a worker has the picture, its deadline rules. */
  private Outcome await(Job job) throws IOException, PoolBusyException, WorkerFailedException {
    long wait = options.queueWait().toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return job.await(wait);
        } catch (TimeoutException e) {
          wait = LOOK_AGAIN;
          if (queue.remove(job)) {
            throw rejected(Reason.WAITED_TOO_LONG);
          }
        } catch (InterruptedException e) {
          interrupted = true;
          if (queue.remove(job)) {
            throw rejected(Reason.INTERRUPTED);
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean hopeless() {
    return lanes.stream().allMatch(Lane::isFailing);
  }

  private PoolBusyException rejected(Reason reason) {
    listener.rejected(reason);
    return busy(reason);
  }

  private PoolBusyException busy(Reason reason) {
    Duration later =
        reason == Reason.NO_WORKER
            ? Tally.seconds(lanes.stream().mapToLong(Lane::untilNextStart).min().orElse(0))
            : tally.retryAfter(queue.length(), options.workers());
    return new PoolBusyException(reason, later);
  }

  /** The pool at this moment; the numbers are read one after the other. */
  public PoolStatus status() {
    return new PoolStatus(
        in(Lane.Phase.STARTING),
        in(Lane.Phase.IDLE),
        in(Lane.Phase.BUSY),
        queue.length(),
        tally.started.get(),
        tally.ended.get(),
        tally.recycled.get());
  }

  private int in(Lane.Phase phase) {
    return (int) lanes.stream().filter(lane -> lane.phase() == phase).count();
  }

  /**
   * Takes nothing any more, refuses what waits, lets the workers finish what they have within the
   * drain time, kills the rest, and waits for their end.
   */
  @Override
  public void close() {
    queue.close();
    queue.drain().forEach(job -> job.fail(rejected(Reason.CLOSING)));
    joinLanes(options.drain());
    starter.close();
    joinLanes(AFTER_KILL);
    starter.buryAll();
    watchdog.close();
  }

  private void joinLanes(Duration longest) {
    long until = System.nanoTime() + longest.toNanos();
    try {
      for (Thread thread : threads) {
        thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // no time to drain: what follows kills
    }
  }
}
