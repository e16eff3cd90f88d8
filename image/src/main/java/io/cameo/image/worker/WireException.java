package io.cameo.image.worker;

import java.io.IOException;

/** The other side of a pipe said something that the protocol, or the request, does not allow. */
final class WireException extends IOException {
  private static final long serialVersionUID = 1L;

  private final WorkerExit exit;

  WireException(String message) {
    super(message);
    this.exit = WorkerExit.PROTOCOL_ERROR;
  }

  WireException(String message, Throwable cause) {
    super(message, cause);
    this.exit = WorkerExit.PROTOCOL_ERROR;
  }

  private WireException(String message, WorkerExit exit) {
    super(message);
    this.exit = exit;
  }

  /** A well-formed reply that is not what was asked for. */
  static WireException badOutput(String message) {
    return new WireException(message, WorkerExit.BAD_OUTPUT);
  }

  /** What to call the end of the worker that said it. */
  WorkerExit exit() {
    return exit;
  }
}
