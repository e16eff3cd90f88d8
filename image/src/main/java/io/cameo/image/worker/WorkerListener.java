package io.cameo.image.worker;

import java.time.Duration;
import java.util.List;

/**
 * Hears what happens in a {@link WorkerPool}; the service makes logs and metrics of it. Called on
 * the pool's own threads, so it must be quick; what it throws is ignored.
 */
public interface WorkerListener {
  /** Hears nothing. */
  WorkerListener NONE = new WorkerListener() {};

  /**
   * A worker takes pictures from now on.
   *
   * @param version version of libvips
   * @param layers names of the sandbox's active layers
   * @param startUp from the start of the process to its READY
   */
  default void workerReady(long pid, String version, List<String> layers, Duration startUp) {}

  /**
   * A worker is gone.
   *
   * @param exitCode the code that the system gave (128 plus the signal's number), or -1 when it is
   *     not known yet
   */
  default void workerExited(long pid, WorkerExit exit, int exitCode) {}

  /**
   * A picture that a worker had taken is done with.
   *
   * @param outcome {@code rendered}, {@code unreadable}, a refusal in lower case with hyphens, or
   *     the word of a {@link WorkerExit}
   */
  default void pictureFinished(Duration queueTime, Duration workTime, String outcome) {}

  /** A picture was not taken. */
  default void rejected(PoolBusyException.Reason reason) {}

  /**
   * A worker wrote to its standard error: printable ASCII, cut, and rate-limited.
   *
   * @param line may have been chosen by an attacker
   */
  default void workerSaid(long pid, String line) {}
}
