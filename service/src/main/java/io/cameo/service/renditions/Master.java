package io.cameo.service.renditions;

import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.objects.RecordedBytes;
import io.cameo.storage.ObjectStore;
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
    String key = id.keyPrefix() + recorded.name();
    return new RecordedBytes(key, recorded.bytes(), recorded.sha256())
        .in(store)
        .map(object -> new Master(recorded, object.bytes(), recorded.size()));
  }
}
