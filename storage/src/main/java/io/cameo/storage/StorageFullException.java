package io.cameo.storage;

/** The store has no room, or only the room that is kept in reserve. */
public final class StorageFullException extends StorageException {

  public StorageFullException(String message) {
    super(message);
  }

  public StorageFullException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Room comes back when somebody makes it, so waiting alone is no plan. */
  @Override
  public boolean retryable() {
    return false;
  }
}
