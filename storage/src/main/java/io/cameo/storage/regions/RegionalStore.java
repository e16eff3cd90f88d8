package io.cameo.storage.regions;

import io.cameo.storage.ByteRange;
import io.cameo.storage.IncomingObjects;
import io.cameo.storage.KeyGrammar;
import io.cameo.storage.ListPage;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectExistsException;
import io.cameo.storage.ObjectStat;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.StorageException;
import io.cameo.storage.StorageUnavailableException;
import io.cameo.storage.StoredObject;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A home region and its replicas as one store.
 *
 * <p>What the home region says is true: an object that it has not got does not exist, unless it may
 * lie in the secondary region, where objects are written while home is away. What a replica has not
 * got may only not have arrived, so that it is never taken for gone.
 *
 * <p>Listings come from home alone. Objects up to {@link #HELD} bytes are read to their end before
 * they are handed over, so that a region that breaks off in the middle costs the reader nothing.
 */
public final class RegionalStore implements ObjectStore {

  /** Longer objects are handed over while they arrive; no picture of ours comes near it. */
  static final int HELD = 8 * 1024 * 1024;

  private final Region home;
  private final List<Region> replicas;
  private final Optional<Region> secondary;
  private final RegionJournal journal;

  /**
   * @param replicas in the order in which they are asked
   * @param secondary the one of them that is written to while home is away; empty for none
   */
  public RegionalStore(
      Region home, List<Region> replicas, Optional<Region> secondary, RegionJournal journal) {
    this.home = home;
    this.replicas = List.copyOf(replicas);
    this.secondary = secondary;
    this.journal = journal;
  }

  public Region home() {
    return home;
  }

  public List<Region> replicas() {
    return replicas;
  }

  /** Home first. */
  public List<Region> regions() {
    List<Region> all = new ArrayList<>(List.of(home));
    all.addAll(replicas);
    return all;
  }

  /** The region of this name; empty when the settings name none. */
  public Optional<Region> region(String name) {
    return regions().stream().filter(region -> region.name().equals(name)).findFirst();
  }

  @Override
  public Optional<StoredObject> get(String key, Optional<ByteRange> range) {
    KeyGrammar.requireKey(key);
    return read(key, store -> store.get(key, range).map(RegionalStore::held));
  }

  private static StoredObject held(StoredObject object) {
    if (object.slice().length() > HELD) {
      return object;
    }
    try (object) {
      byte[] bytes = object.readAll(HELD);
      return new StoredObject(object.stat(), object.slice(), new ByteArrayInputStream(bytes));
    }
  }

  @Override
  public Optional<ObjectStat> stat(String key) {
    KeyGrammar.requireKey(key);
    return read(key, store -> store.stat(key));
  }

  private <T> Optional<T> read(String key, Function<ObjectStore, Optional<T>> question) {
    StorageUnavailableException away;
    try {
      Optional<T> found = home.read(question);
      return found.isPresent() || secondary.isEmpty() ? found : secondary.get().read(question);
    } catch (StorageUnavailableException notHome) {
      if (Thread.currentThread().isInterrupted()) {
        throw notHome;
      }
      away = notHome;
    }
    for (Region replica : replicas) {
      try {
        Optional<T> found = replica.read(question);
        if (found.isPresent()) {
          replica.countServed();
          return found;
        }
      } catch (StorageUnavailableException notThere) {
        away.addSuppressed(notThere);
      }
    }
    throw unknown(key, away);
  }

  private static StorageUnavailableException unknown(String key, StorageUnavailableException away) {
    return new StorageUnavailableException(
        "whether there is an object "
            + key
            + " is not known: not every region answers, and none"
            + " that does has it",
        away);
  }

  @Override
  public Map<String, Long> lengths(Collection<String> keys) {
    keys.forEach(KeyGrammar::requireKey);
    Set<String> missing = new LinkedHashSet<>(keys);
    Map<String, Long> found = new HashMap<>();
    StorageUnavailableException away;
    try {
      look(home, missing, found);
      if (secondary.isPresent() && !missing.isEmpty()) {
        look(secondary.get(), missing, found);
      }
      return found;
    } catch (StorageUnavailableException notHome) {
      away = notHome;
    }
    for (Region replica : replicas) {
      if (!missing.isEmpty()) {
        try {
          look(replica, missing, found);
        } catch (StorageUnavailableException notThere) {
          away.addSuppressed(notThere);
        }
      }
    }
    if (!missing.isEmpty()) {
      throw unknown(missing.iterator().next(), away);
    }
    return found;
  }

  private static void look(Region region, Set<String> missing, Map<String, Long> found) {
    found.putAll(region.read(store -> store.lengths(List.copyOf(missing))));
    missing.removeAll(found.keySet());
  }

  @Override
  public void put(NewObject object) {
    write(List.of(object), store -> store.put(object));
  }

  @Override
  public void putAll(List<NewObject> objects) {
    ObjectStore.requireDistinct(objects);
    write(objects, store -> store.putAll(objects));
  }

  private void write(List<NewObject> objects, Consumer<ObjectStore> writing) {
    try {
      home.write(done(writing));
    } catch (StorageUnavailableException away) {
      boolean mayGoAside = secondary.isPresent() && journal.isKept();
      if (!mayGoAside || !away.retryable() || Region.isOfThisNode(away)) {
        throw away;
      }
      journal.writtenAside(objects.stream().map(NewObject::key).toList());
      writeAside(secondary.get(), objects, writing);
    }
  }

  private static void writeAside(
      Region aside, List<NewObject> objects, Consumer<ObjectStore> writing) {
    try {
      aside.write(done(writing));
    } catch (ObjectExistsException taken) {
      // Home may have taken it without an answer, and the copy of that be here already.
      objects.forEach(object -> aside.write(done(store -> putOrRecognise(store, object))));
    }
  }

  /** Writes an object, unless the same bytes are there. */
  public static void putOrRecognise(ObjectStore store, NewObject object) {
    try {
      store.put(object);
    } catch (ObjectExistsException taken) {
      try (StoredObject there = store.require(object.key())) {
        boolean same =
            there.stat().size() == object.bytes().length
                && Arrays.equals(there.readAll(object.bytes().length), object.bytes());
        if (!same) {
          throw taken;
        }
      }
    }
  }

  private static Function<ObjectStore, Boolean> done(Consumer<ObjectStore> action) {
    return store -> {
      action.accept(store);
      return true;
    };
  }

  @Override
  public void deleteAll(Collection<String> keys) {
    keys.forEach(KeyGrammar::requireKey);
    List<String> notIn = new ArrayList<>();
    List<StorageException> failures = new ArrayList<>();
    // Home last: what is left elsewhere without a journal is found by what home still has.
    for (Region replica : replicas) {
      delete(replica, keys, notIn, failures);
    }
    if (!failures.isEmpty() && !journal.isKept()) {
      throw failures.getFirst();
    }
    delete(home, keys, notIn, failures);
    if (notIn.size() == replicas.size() + 1 || (!failures.isEmpty() && !journal.isKept())) {
      throw failures.getLast();
    }
    journal.deleted(keys, List.copyOf(notIn));
  }

  private static void delete(
      Region region, Collection<String> keys, List<String> notIn, List<StorageException> failures) {
    try {
      region.write(done(store -> store.deleteAll(keys)));
    } catch (StorageException failed) {
      notIn.add(region.name());
      failures.add(failed);
    }
  }

  @Override
  public ListPage list(String prefix, Optional<String> startAfter, int max) {
    return home.write(store -> store.list(prefix, startAfter, max));
  }

  /** Clients send to the home region; what is made of it goes to all. */
  @Override
  public Optional<IncomingObjects> incoming() {
    return home.store().incoming();
  }

  @Override
  public void close() {
    regions().forEach(Region::close);
  }
}
