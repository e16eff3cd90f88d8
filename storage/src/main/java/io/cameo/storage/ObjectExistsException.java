package io.cameo.storage;

/** The key is taken; objects are never overwritten. */
public final class ObjectExistsException extends StorageException {
  private final String key;

  public ObjectExistsException(String key) {
    super("exists already: " + key);
    this.key = key;
  }

  /** The key that is taken. */
  public String key() {
    return key;
  }

  @Override
  public boolean retryable() {
    return false;
  }
}
