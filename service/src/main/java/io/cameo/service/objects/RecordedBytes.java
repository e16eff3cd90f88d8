package io.cameo.service.objects;

import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.Sha256;
import io.cameo.storage.StorageException;
import java.util.Optional;

/**
 * The bytes of an object as its row records them: an object is read whole, and believed only when
 * length and digest are right.
 *
 * @param sha256 in hexadecimal digits
 */
public record RecordedBytes(String key, long length, String sha256) {

  /** No object of ours comes near it; a row that says otherwise is not believed. */
  static final int LARGEST = 64 * 1024 * 1024;

  /**
   * The object in this store.
   *
   * @return empty when there is none, or it has other bytes
   * @throws StorageException if the store does not give it
   */
  public Optional<NewObject> in(ObjectStore store) {
    if (length > LARGEST) {
      return Optional.empty();
    }
    try (var object = store.get(key).orElse(null)) {
      if (object == null || object.stat().size() != length) {
        return Optional.empty();
      }
      byte[] bytes = object.readAll(LARGEST);
      return are(bytes)
          ? Optional.of(new NewObject(key, bytes, object.stat().metadata()))
          : Optional.empty();
    }
  }

  /** Whether these are the bytes. */
  boolean are(byte[] bytes) {
    return bytes.length == length && Sha256.of(bytes).equals(sha256);
  }
}
