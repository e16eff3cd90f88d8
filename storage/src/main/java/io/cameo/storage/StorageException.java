package io.cameo.storage;

/** A store said no, or could not. */
public abstract sealed class StorageException extends RuntimeException
    permits IllegalKeyException,
        ObjectExistsException,
        ObjectNotFoundException,
        RangeNotSatisfiableException,
        StorageFullException,
        StorageUnavailableException {

  StorageException(String message) {
    super(message);
  }

  StorageException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether the same call may succeed later without anybody doing anything. */
  public abstract boolean retryable();
}
