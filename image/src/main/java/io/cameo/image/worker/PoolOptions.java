package io.cameo.image.worker;

import java.time.Duration;

/**
 * How a pool behaves.
 *
 * @param workers processes, 1 to 256
 * @param queueLength most pictures that wait for a worker, 0 or more
 * @param queueWait longest time one picture waits for a worker
 * @param deadline longest time a worker may take for one picture, by the clock on the wall
 * @param startTimeout longest time from a worker's start to its READY
 * @param recycling when a worker has done its share
 * @param drain how long closing waits for pictures that are being rendered
 */
public record PoolOptions(
    int workers,
    int queueLength,
    Duration queueWait,
    Duration deadline,
    Duration startTimeout,
    Recycling recycling,
    Duration drain) {

  /**
   * @throws IllegalArgumentException when a number or a time is out of its range
   */
  public PoolOptions {
    if (workers < 1 || workers > 256) {
      throw new IllegalArgumentException("A pool has 1 to 256 workers.");
    }
    if (queueLength < 0 || queueLength > 100_000) {
      throw new IllegalArgumentException("A pool's queue has 0 to 100000 places.");
    }
    if (queueWait.isNegative() || drain.isNegative()) {
      throw new IllegalArgumentException("Waiting times are 0 or more.");
    }
    if (!deadline.isPositive() || !startTimeout.isPositive()) {
      throw new IllegalArgumentException("The deadline and the start's time-out are more than 0.");
    }
  }

  /**
   * One worker a core, 16 waiting pictures a worker for at most 10 seconds, a deadline of 10
   * seconds, 20 seconds to start, 10 seconds to drain.
   */
  public static PoolOptions defaults() {
    int workers = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 256);
    return new PoolOptions(
        workers,
        16 * workers,
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        Recycling.defaults(),
        Duration.ofSeconds(10));
  }
}
