package io.cameo.service.moving;

/** A move cannot go on; the message is for the operator, whole, and says what to do. */
public final class MoveException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MoveException(String message) {
    super(message);
  }
}
