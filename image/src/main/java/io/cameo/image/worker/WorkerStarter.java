package io.cameo.image.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Starts workers and knows every one that lives, so that none is left when the pool is closed.
 *
 * <p>Successors of workers that have done their share are started one at a time in the whole pool:
 * the memory for one process more is all that recycling costs.
 */
final class WorkerStarter implements AutoCloseable {
  private final Spawner spawner;
  private final int maxReply;
  private final OutputCheck outputs;
  private final Duration timeout;
  private final Watchdog watchdog;
  private final WorkerListener listener;
  private final Tally tally;
  private final Set<WorkerProcess> living = ConcurrentHashMap.newKeySet();
  private final Semaphore oneSuccessor = new Semaphore(1);
  private volatile boolean closed;

  WorkerStarter(
      WorkerCommand command,
      OutputCheck outputs,
      Duration timeout,
      Watchdog watchdog,
      WorkerListener listener,
      Tally tally) {
    this.spawner = new Spawner(command);
    this.maxReply = command.limits().replyBytes();
    this.outputs = outputs;
    this.timeout = timeout;
    this.watchdog = watchdog;
    this.listener = listener;
    this.tally = tally;
  }

  /**
   * Starts a worker and waits until it is ready.
   *
   * @param whenDead called once when the process is gone, on any thread
   * @param stuck called when it is late and cannot even be killed
   * @throws IOException when it did not come up; it is gone then
   */
  WorkerProcess start(Runnable whenDead, Runnable stuck) throws IOException {
    WorkerProcess worker = spawn();
    Watchdog.Watch watch =
        watchdog.arm(
            worker,
            WorkerExit.START_TIMEOUT,
            timeout.toNanos(),
            () -> {
              bury(worker);
              stuck.run();
            });
    try {
      listenTo(worker);
      Ready ready = worker.awaitReady();
      if (!watch.disarm()) {
        throw new IOException("The worker was ready a moment too late.");
      }
      listener.workerReady(worker.pid(), ready.version(), ready.layers(), since(worker.bornAt));
      worker.whenDead(whenDead);
      return worker;
    } catch (WireException e) {
      worker.end(e.exit());
      bury(worker);
      throw e;
    } catch (IOException e) {
      bury(worker);
      throw e;
    } catch (RuntimeException | Error e) {
      worker.end(WorkerExit.SUPERVISOR_FAILED);
      bury(worker);
      throw e;
    } finally {
      watch.disarm();
    }
  }

  private WorkerProcess spawn() throws IOException {
    WorkerProcess worker = new WorkerProcess(spawner.start(), maxReply, outputs, listener);
    tally.started.incrementAndGet();
    living.add(worker);
    if (closed) {
      worker.end(WorkerExit.CLOSED);
    }
    return worker;
  }

  private void listenTo(WorkerProcess worker) {
    StderrDrain drain =
        new StderrDrain(worker.stderr(), line -> listener.workerSaid(worker.pid(), line));
    Thread.ofPlatform().daemon().name("image-worker-stderr-" + worker.pid()).start(drain);
  }

  /**
   * Starts a successor on a thread of its own.
   *
   * @param whenKnown called when the future is complete
   * @return empty when another successor is being started
   */
  Optional<CompletableFuture<WorkerProcess>> startSuccessor(Runnable whenDead, Runnable whenKnown) {
    if (!oneSuccessor.tryAcquire()) {
      return Optional.empty();
    }
    CompletableFuture<WorkerProcess> successor = new CompletableFuture<>();
    var _ =
        successor.whenComplete(
            (_, _) -> {
              oneSuccessor.release();
              whenKnown.run();
            });
    Thread.ofPlatform()
        .daemon()
        .name("image-worker-successor")
        .start(
            () -> {
              try {
                IOException late = new IOException("The successor cannot be killed.");
                successor.complete(start(whenDead, () -> successor.completeExceptionally(late)));
              } catch (IOException | RuntimeException | Error e) {
                successor.completeExceptionally(e);
              }
            });
    return Optional.of(successor);
  }

  /** Sends a worker away in the background. */
  void dismiss(WorkerProcess worker, WorkerExit why) {
    Thread.ofPlatform()
        .daemon()
        .name("image-worker-leaves-" + worker.pid())
        .start(
            () -> {
              worker.leave(why);
              forget(worker);
            });
  }

  /** Waits for the end of a worker that is dead or has been ended. */
  void bury(WorkerProcess worker) {
    worker.bury();
    forget(worker);
  }

  private void forget(WorkerProcess worker) {
    if (living.remove(worker)) {
      tally.ended.incrementAndGet();
    }
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }

  /** Kills every worker that still lives. */
  @Override
  public void close() {
    closed = true;
    living.forEach(worker -> worker.end(WorkerExit.CLOSED));
  }

  /** Waits for the end of all, after {@link #close}. */
  void buryAll() {
    living.forEach(this::bury);
    spawner.close();
  }
}
