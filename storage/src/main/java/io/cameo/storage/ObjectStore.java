package io.cameo.storage;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Whole objects under keys, written once, read many times.
 *
 * <p>Keys follow {@link KeyGrammar}; a key that breaks it is an {@link IllegalKeyException} in
 * every call. No key may name both an object and a folder of objects ({@code a/b} and {@code
 * a/b/c}): a bucket would take it, a file system cannot, so no caller may need it.
 *
 * <p>All calls are safe from many threads. All failures are {@link StorageException}s, whose kinds
 * are sealed.
 */
public interface ObjectStore extends AutoCloseable {

  /** The most keys one {@link #list} page carries, and one {@link #deleteAll} request of S3. */
  int MAX_PAGE = 1000;

  /**
   * Writes one object and returns when it survives a loss of power.
   *
   * <p>An existing object is never overwritten: of any number of racing writers one wins. Readers
   * see the whole object or none. After a failure the object may exist all the same (an answer can
   * get lost), whole.
   *
   * @throws ObjectExistsException if the key is taken; nothing was changed
   * @throws StorageFullException if the store has no room for it
   * @throws StorageUnavailableException if the store failed
   */
  void put(NewObject object);

  /**
   * Writes the objects of one version together, cheaper than one at a time where the store can.
   *
   * <p>Returns when all survive a loss of power. After a failure some of them may exist, each of
   * them whole; removing those is the caller's business.
   *
   * @throws IllegalArgumentException if two of them have the same key
   * @throws StorageException as {@link #put} does, for the first failure
   */
  default void putAll(List<NewObject> objects) {
    requireDistinct(objects);
    for (NewObject object : objects) {
      put(object);
    }
  }

  /**
   * Opens an object for reading; to be closed by the caller.
   *
   * @param range the part that is wanted; empty for all of it
   * @return empty if there is no such object
   * @throws RangeNotSatisfiableException if the object has no byte of that range
   */
  Optional<StoredObject> get(String key, Optional<ByteRange> range);

  /** Opens all of an object for reading, see {@link #get(String, Optional)}. */
  default Optional<StoredObject> get(String key) {
    return get(key, Optional.empty());
  }

  /**
   * Opens all of an object that must be there.
   *
   * @throws ObjectNotFoundException if it is not
   */
  default StoredObject require(String key) {
    return get(key).orElseThrow(() -> new ObjectNotFoundException(key));
  }

  /** What is known of an object without reading it; empty if there is no such object. */
  Optional<ObjectStat> stat(String key);

  /**
   * How many bytes several objects have, cheaper than asking for one at a time where the store can;
   * missing ones are missing in the answer.
   */
  default Map<String, Long> lengths(Collection<String> keys) {
    Map<String, Long> found = new HashMap<>();
    for (String key : keys) {
      stat(key).ifPresent(stat -> found.put(key, stat.size()));
    }
    return found;
  }

  /** Removes an object, for good when it returns. A missing object is as good as a removed one. */
  default void delete(String key) {
    deleteAll(List.of(key));
  }

  /**
   * Removes objects, for good when it returns; missing ones count as removed. After a failure any
   * of them may be gone; calling again is safe.
   */
  void deleteAll(Collection<String> keys);

  /**
   * One page of the keys that start with {@code prefix}, in the order of their characters.
   *
   * <p>A page may be shorter than {@code max}, even empty, and still have more behind it: follow
   * {@link ListPage#next()}, never count. Objects written or removed meanwhile may or may not show.
   *
   * @param prefix any first characters of a key, not only whole segments; {@code ""} for all
   * @param startAfter only keys behind this one, whether or not it exists
   * @param max 1 to {@value #MAX_PAGE}
   */
  ListPage list(String prefix, Optional<String> startAfter, int max);

  /** Hands every object under the prefix to {@code each}, page by page, in key order. */
  default void listAll(String prefix, Consumer<ObjectSummary> each) {
    Optional<String> after = Optional.empty();
    do {
      ListPage page = list(prefix, after, MAX_PAGE);
      page.objects().forEach(each);
      after = page.next();
    } while (after.isPresent());
  }

  /** What clients put here by signed forms; empty where the store can sign none. */
  default Optional<IncomingObjects> incoming() {
    return Optional.empty();
  }

  /** Gives back what the store holds open; no call may follow. */
  @Override
  void close();

  /** Refuses a batch that would race with itself. */
  static void requireDistinct(List<NewObject> objects) {
    Set<String> seen = new HashSet<>();
    for (NewObject object : objects) {
      if (!seen.add(object.key())) {
        throw new IllegalArgumentException("twice in one batch: " + object.key());
      }
    }
  }
}
