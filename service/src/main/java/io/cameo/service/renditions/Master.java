package io.cameo.service.renditions;

import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.VersionId;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.Sha256;
import io.cameo.storage.StorageException;
import java.util.List;
import java.util.Optional;

/**
 * The picture that renditions are made from, as it was recorded.
 *
 * @param side in pixels
 */
record Master(StoredObject recorded, byte[] bytes, int side) {

  /** What is recorded as the master among a version's objects; none where none was kept. */
  static Optional<StoredObject> of(List<StoredObject> objects) {
    return objects.stream().filter(StoredObject::isMaster).findFirst();
  }

  /**
   * Reads it.
   *
   * @return empty when the store has none, or another one than is recorded
   * @throws StorageException when the store cannot say
   */
  static Optional<Master> read(ObjectStore store, VersionId id, StoredObject recorded) {
    try (io.cameo.storage.StoredObject object =
        store.get(id.keyPrefix() + recorded.name()).orElse(null)) {
      if (object == null || object.slice().length() != recorded.bytes()) {
        return Optional.empty();
      }
      byte[] bytes = object.readAll((int) recorded.bytes());
      return Sha256.of(bytes).equals(recorded.sha256())
          ? Optional.of(new Master(recorded, bytes, recorded.size()))
          : Optional.empty();
    }
  }
}
