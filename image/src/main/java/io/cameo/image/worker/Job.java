package io.cameo.image.worker;

import io.cameo.image.Outcome;
import io.cameo.image.Recipe;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One picture on its way through the pool. Whether it still waits is known by its queue alone. */
final class Job {
  final Recipe recipe;
  final ReadableByteChannel picture;
  final int length;
  final boolean expensive;

  /** Whether it counts among the expensive ones that are taken; its queue's own. */
  boolean holdsNarrowPlace;

  final long queuedAt = System.nanoTime();
  private final CompletableFuture<Outcome> result = new CompletableFuture<>();

  /**
   * @param expensive whether it has to go through the narrow part of the queue
   */
  Job(Recipe recipe, ReadableByteChannel picture, int length, boolean expensive) {
    this.expensive = expensive;
    this.recipe = recipe;
    this.picture = picture;
    this.length = length;
  }

  void succeed(Outcome outcome) {
    result.complete(outcome);
  }

  /** Ends the job with one of the exceptions that {@link #await} declares. */
  void fail(Exception cause) {
    result.completeExceptionally(cause);
  }

  /**
   * Waits for the end.
   *
   * @throws TimeoutException when there is none yet
   */
  Outcome await(long nanos)
      throws IOException,
          PoolBusyException,
          WorkerFailedException,
          InterruptedException,
          TimeoutException {
    try {
      return result.get(nanos, TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case PoolBusyException busy -> throw busy;
        case WorkerFailedException failed -> throw failed;
        case IOException unreadable -> throw unreadable;
        case null, default -> throw new WorkerFailedException(WorkerExit.SUPERVISOR_FAILED, e);
      }
    }
  }
}
