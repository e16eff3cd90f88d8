package io.cameo.service.objects;

import org.springframework.boot.ExitCodeGenerator;

/** The settings name another store than the one the pictures are in; the message is whole. */
public final class StorageMovedException extends RuntimeException implements ExitCodeGenerator {

  private static final long serialVersionUID = 1L;

  /** Exit code for wrong use, as for a bad setting. */
  private static final int WRONG_USE = 2;

  StorageMovedException(String message) {
    super(message);
  }

  @Override
  public int getExitCode() {
    return WRONG_USE;
  }
}
