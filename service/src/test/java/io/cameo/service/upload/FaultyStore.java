package io.cameo.service.upload;

import io.cameo.storage.ByteRange;
import io.cameo.storage.ListPage;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectStat;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.StorageUnavailableException;
import io.cameo.storage.StoredObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A store whose calls break where {@link Faults} says, and which counts what it is told to delete.
 */
final class FaultyStore implements ObjectStore {

  private final ObjectStore real;
  private final Faults faults;
  private final AtomicInteger deletions = new AtomicInteger();

  FaultyStore(ObjectStore real, Faults faults) {
    this.real = real;
    this.faults = faults;
  }

  /** Calls so far that asked for a deletion. */
  int deletions() {
    return deletions.get();
  }

  @Override
  public void put(NewObject object) {
    putAll(List.of(object));
  }

  @Override
  public void putAll(List<NewObject> objects) {
    Optional<Faults.Kind> fault =
        faults.next(
            "put",
            Faults.Kind.REFUSED,
            Faults.Kind.ANSWER_LOST,
            Faults.Kind.HALF_DONE,
            Faults.Kind.LIES);
    if (fault.isEmpty()) {
      real.putAll(objects);
      return;
    }
    switch (fault.get()) {
      case REFUSED, OUTAGE -> throw away();
      case ANSWER_LOST -> {
        real.putAll(objects);
        throw away();
      }
      case HALF_DONE -> {
        real.putAll(objects.subList(0, objects.size() / 2));
        throw away();
      }
      case LIES -> real.putAll(withTheLastCutShort(objects));
    }
  }

  private static List<NewObject> withTheLastCutShort(List<NewObject> objects) {
    List<NewObject> cut = new ArrayList<>(objects);
    NewObject last = cut.removeLast();
    byte[] bytes = Arrays.copyOf(last.bytes(), last.bytes().length - 1);
    cut.add(new NewObject(last.key(), bytes, last.metadata()));
    return cut;
  }

  @Override
  public Optional<ObjectStat> stat(String key) {
    Optional<Faults.Kind> fault = faults.next("stat", Faults.Kind.REFUSED, Faults.Kind.LIES);
    if (fault.isEmpty()) {
      return real.stat(key);
    }
    if (fault.get() == Faults.Kind.LIES) {
      return Optional.empty();
    }
    throw away();
  }

  @Override
  public Optional<StoredObject> get(String key, Optional<ByteRange> range) {
    if (faults.next("get", Faults.Kind.REFUSED).isPresent()) {
      throw away();
    }
    return real.get(key, range);
  }

  @Override
  public void deleteAll(Collection<String> keys) {
    deletions.incrementAndGet();
    Optional<Faults.Kind> fault =
        faults.next("delete", Faults.Kind.REFUSED, Faults.Kind.ANSWER_LOST, Faults.Kind.HALF_DONE);
    if (fault.isEmpty()) {
      real.deleteAll(keys);
      return;
    }
    if (fault.get() == Faults.Kind.ANSWER_LOST) {
      real.deleteAll(keys);
    }
    if (fault.get() == Faults.Kind.HALF_DONE) {
      real.deleteAll(List.copyOf(keys).subList(0, keys.size() / 2));
    }
    throw away();
  }

  @Override
  public ListPage list(String prefix, Optional<String> startAfter, int max) {
    return real.list(prefix, startAfter, max);
  }

  @Override
  public void close() {
    real.close();
  }

  private static StorageUnavailableException away() {
    return new StorageUnavailableException("an injected fault: the store does not answer");
  }
}
