package io.cameo.service.objects;

import io.cameo.storage.ByteRange;
import io.cameo.storage.IncomingObjects;
import io.cameo.storage.ListPage;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectStat;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.StorageException;
import io.cameo.storage.StorageUnavailableException;
import io.cameo.storage.StoredObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessException;

/**
 * The store in use, wherever the pictures are at the moment. While they move from one store to
 * another, new objects go to the current one, objects are read from whichever has them, removed
 * from both, and the listing shows what either has.
 *
 * <p>What the database says of the move is believed for {@link #BELIEF}. Whoever writes or removes
 * after that asks first: nobody writes to a store, or forgets one, because a message got lost.
 */
public final class MovingStore implements ObjectStore {

  /** How long a node may still do as it was told before; whoever changes the move waits as long. */
  public static final Duration BELIEF = Duration.ofSeconds(2);

  /** How long a store that could not be opened is left alone, so that not every call tries it. */
  private static final Duration TRY_AGAIN = Duration.ofSeconds(2);

  /** The places as they count now. */
  record View(
      Optional<StorageMove> move, StoragePlace current, Optional<StoragePlace> other, long readAt) {

    /** The current one first. */
    List<StoragePlace> places() {
      return Stream.concat(Stream.of(current), other.stream()).toList();
    }
  }

  private final Supplier<Optional<StorageMove>> moves;
  private final StoragePlace configured;
  private final Function<Place, ObjectStore> opening;
  private final boolean readersAsk;
  private final LongSupplier nanos;
  private final Map<StoragePlace, ObjectStore> open = new ConcurrentHashMap<>();
  private final Map<StoragePlace, Unopened> unopened = new HashMap<>();
  private volatile View view;

  /**
   * A store to open.
   *
   * @param move for which it is opened
   */
  record Place(StoragePlace place, Optional<StorageMove> move) {}

  /** What came of the last attempt to open a store. */
  private record Unopened(RuntimeException why, long at) {}

  /**
   * Opens the store of the settings. The other one of a move is opened when it is first needed: a
   * node that cannot use it yet starts all the same and does what it can without it.
   *
   * @param moves what the database says
   * @param readersAsk whether readers ask again like writers; those of a service do not wait for
   *     the database, because something else keeps its view fresh
   * @param nanos a clock that only runs forward
   * @throws StorageMovedException if the settings do not agree with the move
   */
  MovingStore(
      Supplier<Optional<StorageMove>> moves,
      StoragePlace configured,
      Function<Place, ObjectStore> opening,
      boolean readersAsk,
      LongSupplier nanos) {
    this.readersAsk = readersAsk;
    this.moves = moves;
    this.configured = configured;
    this.opening = opening;
    this.nanos = nanos;
    long now = nanos.getAsLong();
    Optional<StorageMove> move = moves.get();
    move.flatMap(each -> each.disagreement(configured))
        .ifPresent(
            why -> {
              throw new StorageMovedException(why);
            });
    this.view = view(move, now);
    open.put(configured, opening.apply(new Place(configured, move)));
  }

  private View view(Optional<StorageMove> move, long now) {
    StoragePlace current = move.map(StorageMove::current).orElse(configured);
    Optional<StoragePlace> other = move.filter(StorageMove::isUnderWay).map(StorageMove::other);
    return new View(move, current, other, now);
  }

  /**
   * The store at this place.
   *
   * @throws StorageUnavailableException if this node cannot open it now
   */
  ObjectStore at(StoragePlace place) {
    ObjectStore known = open.get(place);
    return known == null ? opened(place) : known;
  }

  private ObjectStore opened(StoragePlace place) {
    synchronized (unopened) {
      ObjectStore known = open.get(place);
      if (known != null) {
        return known;
      }
      Unopened last = unopened.get(place);
      if (last == null || nanos.getAsLong() - last.at() > TRY_AGAIN.toNanos()) {
        try {
          ObjectStore fresh = opening.apply(new Place(place, view.move()));
          open.put(place, fresh);
          unopened.remove(place);
          return fresh;
        } catch (RuntimeException why) {
          last = new Unopened(why, nanos.getAsLong());
          unopened.put(place, last);
        }
      }
      throw new StorageUnavailableException(
          "This node cannot use " + place + ": " + last.why().getMessage(), last.why());
    }
  }

  /** Reads what the database says now. */
  View refresh() {
    long now = nanos.getAsLong();
    View fresh = view(moves.get(), now);
    synchronized (this) {
      // Of two that asked at once the later answer counts.
      if (fresh.readAt() >= view.readAt()) {
        view = fresh;
      }
      return view;
    }
  }

  /** The store that new objects go to. */
  ObjectStore currentStore() {
    return at(view.current());
  }

  StoragePlace configured() {
    return configured;
  }

  /** The store that this node's settings name; it counts as long as the node may work. */
  ObjectStore configuredStore() {
    return at(configured);
  }

  /** All stores that count now, the current one first. */
  List<ObjectStore> stores() {
    return view.places().stream().map(this::at).toList();
  }

  /**
   * The store of the settings, behind one that may move: for what is asked of its own kind, such as
   * its regions.
   */
  public static ObjectStore configuredIn(ObjectStore store) {
    return store instanceof MovingStore moving ? moving.configuredStore() : store;
  }

  private View believed() {
    View seen = view;
    if (nanos.getAsLong() - seen.readAt() <= BELIEF.toNanos()) {
      return seen;
    }
    try {
      return refresh();
    } catch (DataAccessException away) {
      throw new StorageUnavailableException(
          "the database does not say at the moment in which store pictures are kept", away);
    }
  }

  private View seen() {
    return readersAsk ? believed() : view;
  }

  @Override
  public void put(NewObject object) {
    at(believed().current()).put(object);
  }

  @Override
  public void putAll(List<NewObject> objects) {
    at(believed().current()).putAll(objects);
  }

  @Override
  public Optional<StoredObject> get(String key, Optional<ByteRange> range) {
    return either(store -> store.get(key, range));
  }

  @Override
  public Optional<ObjectStat> stat(String key) {
    return either(store -> store.stat(key));
  }

  private <T> Optional<T> either(Function<ObjectStore, Optional<T>> look) {
    View seen = seen();
    if (seen.other().isEmpty()) {
      return look.apply(at(seen.current()));
    }
    Optional<T> found;
    try {
      found = look.apply(at(seen.current()));
    } catch (StorageUnavailableException away) {
      return orThrow(look.apply(at(seen.other().get())), away);
    }
    return found.isPresent() ? found : look.apply(at(seen.other().get()));
  }

  /** That the other store lacks it says nothing of the one that did not answer. */
  private static <T> Optional<T> orThrow(Optional<T> found, StorageException failed) {
    if (found.isEmpty()) {
      throw failed;
    }
    return found;
  }

  @Override
  public Map<String, Long> lengths(Collection<String> keys) {
    View seen = seen();
    Map<String, Long> found = new HashMap<>(at(seen.current()).lengths(keys));
    if (seen.other().isPresent() && found.size() < keys.size()) {
      found.putAll(
          at(seen.other().get())
              .lengths(keys.stream().filter(key -> !found.containsKey(key)).distinct().toList()));
    }
    return found;
  }

  @Override
  public void deleteAll(Collection<String> keys) {
    View seen = believed();
    // What one of both keeps is not deleted: without the other store this waits, or is done by a
    // node that can use both.
    seen.other().ifPresent(other -> at(other).deleteAll(keys));
    at(seen.current()).deleteAll(keys);
  }

  @Override
  public ListPage list(String prefix, Optional<String> startAfter, int max) {
    View seen = seen();
    ListPage current = at(seen.current()).list(prefix, startAfter, max);
    return seen.other()
        .map(other -> MergedPage.of(current, at(other).list(prefix, startAfter, max), max))
        .orElse(current);
  }

  /** Direct uploads go on where the settings of this node name a bucket. */
  @Override
  public Optional<IncomingObjects> incoming() {
    return configuredStore().incoming().map(own -> new MovingIncoming(own, this::allIncoming));
  }

  private List<MovingIncoming.Bucket> allIncoming() {
    return view.places().stream()
        .map(place -> (MovingIncoming.Bucket) () -> at(place).incoming())
        .toList();
  }

  @Override
  public void close() {
    List<RuntimeException> failures = new ArrayList<>();
    synchronized (unopened) {
      for (ObjectStore store : open.values()) {
        try {
          store.close();
        } catch (RuntimeException failed) {
          failures.add(failed);
        }
      }
      open.clear();
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
  }
}
