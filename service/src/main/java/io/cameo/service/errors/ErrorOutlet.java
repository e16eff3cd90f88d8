package io.cameo.service.errors;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What waits for one tracker: little, and more than that is dropped and counted. */
final class ErrorOutlet {

  /** Faults that may wait: the newest is dropped, because the first of a trouble tell most. */
  static final int QUEUE = 100;

  private static final Logger LOG = LoggerFactory.getLogger(ErrorOutlet.class);
  private static final Duration QUIET = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final ErrorTracker tracker;
  private final Consumer<String> counted;
  private final BlockingQueue<Fault> waiting = new ArrayBlockingQueue<>(QUEUE);
  private final Thread thread;
  private volatile boolean open = true;
  private long toldAt = System.nanoTime() - QUIET.toNanos();

  /**
   * @param counted hears what became of each fault: {@code sent}, {@code failed} or {@code dropped}
   */
  ErrorOutlet(ErrorTracker tracker, Consumer<String> counted) {
    this.tracker = tracker;
    this.counted = counted;
    this.thread = Thread.ofPlatform().daemon().name("errors-" + tracker.name()).start(this::work);
  }

  /** Never waits. */
  void offer(Fault fault) {
    if (!open || !waiting.offer(fault)) {
      counted.accept("dropped");
    }
  }

  private void work() {
    try {
      while (open || !waiting.isEmpty()) {
        Fault fault = waiting.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        if (fault != null) {
          send(fault);
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(Fault fault) {
    try {
      tracker.send(fault);
      counted.accept("sent");
    } catch (IOException | RuntimeException failed) {
      counted.accept("failed");
      if (System.nanoTime() - toldAt >= QUIET.toNanos()) {
        toldAt = System.nanoTime();
        // A warning and without the exception: what is logged as an error would be reported again.
        LOG.warn("A fault could not be reported to {}: {}", tracker.name(), failed.toString());
      }
    }
  }

  /** Sends what waits, for that time at most. */
  void close(Duration atMost) {
    open = false;
    long began = System.nanoTime();
    try {
      thread.join(atMost);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
    Duration left = atMost.minusNanos(System.nanoTime() - began);
    tracker.close(left.isNegative() ? Duration.ZERO : left);
  }
}
