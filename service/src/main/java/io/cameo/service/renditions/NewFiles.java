package io.cameo.service.renditions;

import io.cameo.image.Rendition;
import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.VersionId;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectExistsException;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.Sha256;
import io.cameo.storage.StorageException;
import io.cameo.storage.StorageUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Files of a version on their way into the store. */
final class NewFiles {

  private static final int LARGEST = 32 * 1024 * 1024;

  private final ObjectStore store;
  private final String prefix;
  private final List<Rendition> files;

  NewFiles(ObjectStore store, VersionId id, List<Rendition> files) {
    this.store = store;
    this.prefix = id.keyPrefix();
    this.files = List.copyOf(files);
  }

  /** How they are recorded. */
  List<StoredObject> recorded() {
    return files.stream().map(file -> recorded(file, file.bytes())).toList();
  }

  private static StoredObject recorded(Rendition file, byte[] bytes) {
    return new StoredObject(file.name(), file.width(), bytes.length, Sha256.of(bytes));
  }

  /**
   * Writes them, and looks whether they are there.
   *
   * @return what is there. An earlier try that nobody recorded may have left files: they went
   *     through the same checks, and nothing in the store is ever overwritten, so they stay
   * @throws StorageException when any of them may be missing
   */
  List<StoredObject> write() {
    List<StoredObject> there;
    try {
      store.putAll(files.stream().map(this::object).toList());
      there = recorded();
    } catch (ObjectExistsException some) {
      there = oneByOne();
    }
    Map<String, Long> lengths =
        store.lengths(there.stream().map(object -> prefix + object.name()).toList());
    for (StoredObject object : there) {
      if (!Long.valueOf(object.bytes()).equals(lengths.get(prefix + object.name()))) {
        throw new StorageUnavailableException(prefix + object.name() + " is not as it was written");
      }
    }
    return there;
  }

  private List<StoredObject> oneByOne() {
    List<StoredObject> there = new ArrayList<>();
    for (Rendition file : files) {
      try {
        store.put(object(file));
        there.add(recorded(file, file.bytes()));
      } catch (ObjectExistsException left) {
        try (io.cameo.storage.StoredObject object = store.require(prefix + file.name())) {
          there.add(recorded(file, object.readAll(LARGEST)));
        }
      }
    }
    return there;
  }

  private NewObject object(Rendition file) {
    return new NewObject(
        prefix + file.name(), file.bytes(), ObjectMetadata.immutable(file.type().mediaType()));
  }
}
