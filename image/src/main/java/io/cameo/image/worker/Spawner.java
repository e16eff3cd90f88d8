package io.cameo.image.worker;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The one thread that starts a pool's workers. A worker asks the kernel to be killed when its
 * parent dies, and to Linux the parent is the thread that made it: this one lives as long as any
 * worker of the pool.
 */
final class Spawner implements AutoCloseable {
  private final WorkerCommand command;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("image-worker-spawner").factory());

  Spawner(WorkerCommand command) {
    this.command = command;
  }

  /**
   * Starts one worker.
   *
   * @throws IOException when there is no such program or folder
   */
  Process start() throws IOException {
    Future<Process> started = thread.submit(command::start);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return started.get();
        } catch (InterruptedException _) {
          interrupted = true; // a process that nobody knows would be worse than waiting for it
        } catch (ExecutionException e) {
          throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends the thread, and with it by the kernel's hand every worker that should still live. */
  @Override
  public void close() {
    thread.shutdown();
  }
}
