package io.cameo.service.regions;

import io.cameo.storage.ByteRange;
import io.cameo.storage.ListPage;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectStat;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.StorageUnavailableException;
import io.cameo.storage.StoredObject;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A store that can be switched off, as a region that is lost. */
final class SwitchedStore implements ObjectStore {

  private final ObjectStore real;
  private final AtomicInteger refused = new AtomicInteger();
  private volatile boolean off;
  volatile Runnable beforePut = () -> {};
  volatile Consumer<String> beforeList = prefix -> {};

  SwitchedStore(ObjectStore real) {
    this.real = real;
  }

  void off() {
    off = true;
  }

  void on() {
    off = false;
  }

  int refused() {
    return refused.get();
  }

  private ObjectStore here() {
    if (off) {
      refused.incrementAndGet();
      throw new StorageUnavailableException("switched off", new IOException("no connection"));
    }
    return real;
  }

  @Override
  public void put(NewObject object) {
    beforePut.run();
    here().put(object);
  }

  @Override
  public Optional<StoredObject> get(String key, Optional<ByteRange> range) {
    return here().get(key, range);
  }

  @Override
  public Optional<ObjectStat> stat(String key) {
    return here().stat(key);
  }

  @Override
  public void deleteAll(Collection<String> keys) {
    here().deleteAll(keys);
  }

  @Override
  public ListPage list(String prefix, Optional<String> startAfter, int max) {
    beforeList.accept(prefix);
    return here().list(prefix, startAfter, max);
  }

  @Override
  public void close() {
    real.close();
  }
}
