package io.cameo.image.worker;

/**
 * The worker died of this picture, or answered nonsense to it. The worker has been replaced; the
 * picture is not tried again by the pool, because it may be what kills workers.
 */
public final class WorkerFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final WorkerExit exit;

  WorkerFailedException(WorkerExit exit, Throwable cause) {
    super("The image worker failed (" + exit.word() + ")", cause);
    this.exit = exit;
  }

  /** What became of the worker. */
  public WorkerExit exit() {
    return exit;
  }
}
