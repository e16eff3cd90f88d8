package io.cameo.service.backup;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/** A bounded number of pieces of work at a time; the first failure ends all. */
final class ParallelWork implements AutoCloseable {

  /** Enough to hide the waiting for a disk or a bucket; each piece holds one object in memory. */
  private static final int WIDTH = 8;

  private final Semaphore free = new Semaphore(WIDTH);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

  /** Starts a piece of work as soon as there is room for it. */
  void submit(Runnable piece) {
    throwFailure();
    free.acquireUninterruptibly();
    threads.execute(
        () -> {
          try {
            piece.run();
          } catch (RuntimeException failed) {
            failure.compareAndSet(null, failed);
          } catch (Error fatal) {
            failure.compareAndSet(null, new IllegalStateException(fatal));
          } finally {
            free.release();
          }
        });
  }

  /** Returns when everything that was submitted is done. */
  void finish() {
    free.acquireUninterruptibly(WIDTH);
    free.release(WIDTH);
    throwFailure();
  }

  private void throwFailure() {
    RuntimeException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }

  /** Waits for what has begun. */
  @Override
  public void close() {
    threads.close();
  }
}
