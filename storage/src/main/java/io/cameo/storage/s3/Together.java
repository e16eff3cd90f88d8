package io.cameo.storage.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does the same with several things at once, on threads of its own that are all over when it
 * returns. After a failure no further one is begun, and those under way are brought to their end.
 */
final class Together {

  private Together() {}

  /**
   * @throws RuntimeException the first failure
   */
  static <T> void run(List<T> things, int atOnce, Consumer<T> step) {
    if (things.size() == 1) {
      step.accept(things.getFirst());
      return;
    }
    AtomicInteger next = new AtomicInteger();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Math.min(atOnce, things.size()); i++) {
      threads.add(
          Thread.ofVirtual()
              .name("s3-together-" + i)
              .start(() -> takeTurns(things, next, failure, step)));
    }
    threads.forEach(Together::awaitEnd);
    switch (failure.get()) {
      case null -> {}
      case RuntimeException cause -> throw cause;
      case Error cause -> throw cause;
      case Throwable cause -> throw new IllegalStateException(cause);
    }
  }

  private static <T> void takeTurns(
      List<T> things,
      AtomicInteger next,
      AtomicReference<@Nullable Throwable> failure,
      Consumer<T> step) {
    for (int i = next.getAndIncrement();
        i < things.size() && failure.get() == null;
        i = next.getAndIncrement()) {
      try {
        step.accept(things.get(i));
      } catch (RuntimeException | Error failed) {
        failure.compareAndSet(null, failed);
      }
    }
  }

  /** Waits without giving way to interruptions, which are kept for the caller. */
  private static void awaitEnd(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
