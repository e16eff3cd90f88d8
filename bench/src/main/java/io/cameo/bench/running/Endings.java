package io.cameo.bench.running;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Ends whatever is still open when this process ends, also on Ctrl-C; the youngest first, so that a
 * folder outlives the processes that write to it.
 */
final class Endings {

  private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();
  private static boolean hooked;

  private Endings() {}

  static synchronized void add(AutoCloseable open) {
    if (!hooked) {
      Runtime.getRuntime().addShutdownHook(new Thread(Endings::endAll, "endings"));
      hooked = true;
    }
    OPEN.push(open);
  }

  static synchronized void remove(AutoCloseable closed) {
    OPEN.remove(closed);
  }

  private static void endAll() {
    for (Optional<AutoCloseable> next = take(); next.isPresent(); next = take()) {
      try {
        next.get().close();
      } catch (Exception e) {
        System.err.println("Could not be ended: " + e);
      }
    }
  }

  private static synchronized Optional<AutoCloseable> take() {
    return Optional.ofNullable(OPEN.poll());
  }
}
