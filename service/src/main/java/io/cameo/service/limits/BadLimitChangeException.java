package io.cameo.service.limits;

/** A change of the limits makes no sense; the message is a sentence for the operator. */
public final class BadLimitChangeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BadLimitChangeException(String message) {
    super(message);
  }

  /** What is wrong with it. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
