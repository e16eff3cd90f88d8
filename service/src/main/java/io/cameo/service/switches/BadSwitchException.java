package io.cameo.service.switches;

/** A change of a switch makes no sense; the message is a sentence for the operator. */
public final class BadSwitchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BadSwitchException(String message) {
    super(message);
  }

  /** What is wrong with it. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
