package io.cameo.storage;

/** There is no object under the key. */
public final class ObjectNotFoundException extends StorageException {
  private final String key;

  public ObjectNotFoundException(String key) {
    super("no object: " + key);
    this.key = key;
  }

  /** The key with nothing under it. */
  public String key() {
    return key;
  }

  @Override
  public boolean retryable() {
    return false;
  }
}
