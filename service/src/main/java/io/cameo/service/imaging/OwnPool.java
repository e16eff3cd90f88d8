package io.cameo.service.imaging;

import io.cameo.image.worker.WorkerPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Starts the workers of a command, in the one way that every command does. */
final class OwnPool {

  static final Duration LONGEST_START = Duration.ofSeconds(40);

  private OwnPool() {}

  /**
   * Starts workers and waits until one is ready; none is left when none is.
   *
   * @param watch hears of the workers through the journal
   * @throws SandboxMissingException at once, when they cannot be locked in as the settings want it
   * @throws ImagingBusyException when none has come up in its time
   */
  static WorkerPool started(ImagingSettings settings, SandboxWatch watch, WorkerJournal journal) {
    WorkerPool pool;
    try {
      pool = ImagingConfiguration.pool(settings, journal);
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
    boolean ready = false;
    try {
      watch.require(LONGEST_START);
      ready = pool.awaitReady(LONGEST_START);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      if (!ready) {
        pool.close();
      }
    }
    if (!ready) {
      throw new ImagingBusyException(LONGEST_START);
    }
    return pool;
  }
}
