package io.cameo.service.moderation;

import io.cameo.storage.ByteRange;
import io.cameo.storage.ListPage;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectStat;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.StorageUnavailableException;
import io.cameo.storage.StoredObject;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A store that does not give some of its keys.
 *
 * @param isHidden whether a key gets no answer
 */
record UnreadableStore(ObjectStore real, Predicate<String> isHidden) implements ObjectStore {

  private void answer(String key, String what) {
    if (isHidden.test(key)) {
      throw new StorageUnavailableException(what + " " + key, new IllegalStateException("a test"));
    }
  }

  @Override
  public void put(NewObject object) {
    real.put(object);
  }

  @Override
  public Optional<StoredObject> get(String key, Optional<ByteRange> range) {
    answer(key, "get");
    return real.get(key, range);
  }

  @Override
  public Optional<ObjectStat> stat(String key) {
    answer(key, "stat");
    return real.stat(key);
  }

  @Override
  public void deleteAll(Collection<String> keys) {
    real.deleteAll(keys);
  }

  @Override
  public ListPage list(String prefix, Optional<String> startAfter, int max) {
    return real.list(prefix, startAfter, max);
  }

  @Override
  public void close() {
    real.close();
  }
}
