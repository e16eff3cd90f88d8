package io.cameo.image.worker;

import java.time.Duration;
import java.util.List;

/** Keeps what a listener throws away from the threads that the pool lives on. */
record GuardedListener(WorkerListener inner) implements WorkerListener {

  @Override
  public void workerReady(long pid, String version, List<String> layers, Duration startUp) {
    quietly(() -> inner.workerReady(pid, version, layers, startUp));
  }

  @Override
  public void workerExited(long pid, WorkerExit exit, int exitCode) {
    quietly(() -> inner.workerExited(pid, exit, exitCode));
  }

  @Override
  public void pictureFinished(Duration queueTime, Duration workTime, String outcome) {
    quietly(() -> inner.pictureFinished(queueTime, workTime, outcome));
  }

  @Override
  public void rejected(PoolBusyException.Reason reason) {
    quietly(() -> inner.rejected(reason));
  }

  @Override
  public void workerSaid(long pid, String line) {
    quietly(() -> inner.workerSaid(pid, line));
  }

  private static void quietly(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException ignored) {
      // A listener that fails must not cost a picture; there is nobody else to tell.
    }
  }
}
