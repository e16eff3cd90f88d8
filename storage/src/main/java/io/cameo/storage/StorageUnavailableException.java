package io.cameo.storage;

/** The store could not do it: broken, unreachable, or not usable as it is set up. */
public final class StorageUnavailableException extends StorageException {
  private final boolean retryable;

  /** A failure that may pass by itself. */
  public StorageUnavailableException(String message, Throwable cause) {
    super(message, cause);
    this.retryable = true;
  }

  /** A failure that stays until somebody changes the set-up; the message says what. */
  public StorageUnavailableException(String message) {
    super(message);
    this.retryable = false;
  }

  @Override
  public boolean retryable() {
    return retryable;
  }
}
