package io.cameo.service.imaging;

import org.springframework.boot.ExitCodeGenerator;

/** The start was refused because the workers cannot be locked in; the message says why. */
public final class SandboxMissingException extends RuntimeException implements ExitCodeGenerator {

  private static final long serialVersionUID = 1L;

  /** Exit code for wrong use, as for a bad setting. */
  private static final int WRONG_USE = 2;

  SandboxMissingException(String reason) {
    super(reason);
  }

  @Override
  public int getExitCode() {
    return WRONG_USE;
  }
}
