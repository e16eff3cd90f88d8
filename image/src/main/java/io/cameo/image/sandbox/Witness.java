package io.cameo.image.sandbox;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;

/** A thread that was there before the filter, to see that the filter reached it. */
final class Witness implements AutoCloseable {
  private final SynchronousQueue<Runnable> questions = new SynchronousQueue<>();
  private final Thread thread = Thread.ofPlatform().daemon().name("witness").start(this::answer);

  /**
   * Waits until the thread is there.
   *
   * @throws IllegalStateException when it cannot be waited for
   */
  Witness() {
    ask(() -> true);
  }

  private void answer() {
    try {
      while (true) {
        questions.take().run();
      }
    } catch (InterruptedException _) {
      // Nobody asks any more.
    }
  }

  /** The answer of this thread. */
  <T> T ask(Callable<T> question) {
    FutureTask<T> answer = new FutureTask<>(question);
    try {
      questions.put(answer);
      return answer.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("The witness gave no answer.", e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
