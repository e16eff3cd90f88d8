package io.cameo.service.settings;

/** What an operator asks for makes no sense; the message is a sentence that says why. */
public final class BadWishException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BadWishException(String message) {
    super(message);
  }

  /** What is wrong with it. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
