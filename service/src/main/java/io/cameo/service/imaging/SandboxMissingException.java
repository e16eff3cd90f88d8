package io.cameo.service.imaging;

/** The start was refused because the workers cannot be locked in; the message says why. */
public final class SandboxMissingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SandboxMissingException(String reason) {
    super(reason);
  }
}
