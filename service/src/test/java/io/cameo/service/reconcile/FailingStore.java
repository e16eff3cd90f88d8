package io.cameo.service.reconcile;

import io.cameo.storage.ByteRange;
import io.cameo.storage.ListPage;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectStat;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.StorageUnavailableException;
import io.cameo.storage.StoredObject;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that fails, or at which the program dies, at a moment of the test's choice. */
final class FailingStore implements ObjectStore {

  /** Stands for the death of the program: nothing of ours catches it. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final ObjectStore real;
  private final AtomicInteger lists = new AtomicInteger();
  private int failListFrom = Integer.MAX_VALUE;
  private int putsToRefuse;
  private boolean refuseDeletes;
  private boolean refuseGets;
  private boolean dieAtDelete;
  private Runnable beforePut = () -> {};

  FailingStore(ObjectStore real) {
    this.real = real;
  }

  void failListFrom(int number) {
    failListFrom = number;
  }

  void refusePuts(int number) {
    putsToRefuse = number;
  }

  void refuseGets() {
    refuseGets = true;
  }

  void refuseDeletes() {
    refuseDeletes = true;
  }

  void dieAtDelete() {
    dieAtDelete = true;
  }

  void beforePut(Runnable what) {
    beforePut = what;
  }

  int lists() {
    return lists.get();
  }

  private static StorageUnavailableException away() {
    return new StorageUnavailableException("the store is away");
  }

  @Override
  public void put(NewObject object) {
    if (putsToRefuse-- > 0) {
      throw away();
    }
    beforePut.run();
    real.put(object);
  }

  @Override
  public Optional<StoredObject> get(String key, Optional<ByteRange> range) {
    if (refuseGets) {
      throw away();
    }
    return real.get(key, range);
  }

  @Override
  public Optional<ObjectStat> stat(String key) {
    return real.stat(key);
  }

  @Override
  public void deleteAll(Collection<String> keys) {
    if (refuseDeletes) {
      throw away();
    }
    real.deleteAll(keys);
    if (dieAtDelete) {
      throw new Killed();
    }
  }

  @Override
  public ListPage list(String prefix, Optional<String> startAfter, int max) {
    if (lists.incrementAndGet() >= failListFrom) {
      throw away();
    }
    return real.list(prefix, startAfter, max);
  }

  @Override
  public void close() {}
}
