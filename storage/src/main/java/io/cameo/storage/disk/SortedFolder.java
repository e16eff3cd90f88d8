package io.cameo.storage.disk;

import io.cameo.storage.KeyGrammar;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The entries of one folder in key order, however many there are.
 *
 * <p>A folder gives its names in no order. This keeps the smallest {@value #CHUNK} that are still
 * to come and reads the folder again when they are used up, so that memory is bounded.
 */
final class SortedFolder {
  private static final int CHUNK = 1024;

  /** In order of stem; a file before the shard whose keys continue its name. */
  static final Comparator<Entry> ORDER =
      Comparator.comparing(Entry::stem).thenComparing(Entry::kind);

  /** What an entry stands for, in the order in which equal stems come. */
  enum Kind {
    OBJECT,
    SHARD,
    FOLDER
  }

  /**
   * One entry.
   *
   * @param stem what all keys in it begin with; of an object the key itself
   */
  record Entry(String stem, Kind kind, Path path, BasicFileAttributes attributes) {}

  private final Folders folders;
  private final Path folder;
  private final String logical;
  private final String digits;
  private final KeyWindow window;
  private final Deque<Entry> chunk = new ArrayDeque<>();
  private Optional<Entry> last = Optional.empty();
  private boolean more = true;

  /**
   * The entries of {@code folder} that may lie in the window.
   *
   * @param logical the key's segments that lead here, each followed by a slash, shards left out
   * @param digits of the shard that leads here; empty when none does
   */
  SortedFolder(Folders folders, Path folder, String logical, String digits, KeyWindow window) {
    this.folders = folders;
    this.folder = folder;
    this.logical = logical;
    this.digits = digits;
    this.window = window;
  }

  /** The next entry, left in place; empty at the end. */
  Optional<Entry> peek() throws IOException {
    if (chunk.isEmpty() && more) {
      fill();
    }
    return Optional.ofNullable(chunk.peekFirst());
  }

  /** Takes the next entry away. */
  void advance() {
    last = Optional.of(chunk.removeFirst());
  }

  private void fill() throws IOException {
    PriorityQueue<Entry> smallest = new PriorityQueue<>(ORDER.reversed());
    more = false;
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
      for (Path path : paths) {
        Optional<String> stem = stem(path).filter(window::mayHold).filter(this::isAhead);
        if (stem.isEmpty()) {
          continue;
        }
        // Names are cheap and attributes are not: look only at what can still be among the first.
        if (smallest.size() == CHUNK && stem.get().compareTo(smallest.element().stem()) > 0) {
          more = true;
          continue;
        }
        entry(path, stem.get()).filter(this::isAhead).ifPresent(smallest::add);
        if (smallest.size() > CHUNK) {
          smallest.remove();
          more = true;
        }
      }
    } catch (NoSuchFileException e) {
      // Removed since it was listed: nothing in it.
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    while (!smallest.isEmpty()) {
      chunk.addFirst(smallest.remove());
    }
  }

  private boolean isAhead(Entry entry) {
    return last.isEmpty() || ORDER.compare(entry, last.get()) > 0;
  }

  /** Whether an object, shard or folder of this stem may come behind the last one. */
  private boolean isAhead(String stem) {
    return last.isEmpty() || (stem + "/").compareTo(last.get().stem()) > 0;
  }

  /** What the keys of a name begin with, its slash left out; empty if it is not the store's. */
  private Optional<String> stem(Path path) {
    String name = path.getFileName().toString();
    if (isShard(path)) {
      return Optional.of(logical + digits + name.substring(1));
    }
    return belongsHere(name) ? Optional.of(logical + name) : Optional.empty();
  }

  private boolean isShard(Path path) {
    return digits.isEmpty() && KeyPaths.isShardName(path.getFileName().toString());
  }

  private Optional<Entry> entry(Path path, String stem) throws IOException {
    Optional<BasicFileAttributes> found = folders.attributes(path);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    BasicFileAttributes attributes = found.get();
    if (attributes.isDirectory()) {
      return Optional.of(
          isShard(path)
              ? new Entry(stem, Kind.SHARD, path, attributes)
              : new Entry(stem + "/", Kind.FOLDER, path, attributes));
    }
    return attributes.isRegularFile() && !isShard(path)
        ? Optional.of(new Entry(stem, Kind.OBJECT, path, attributes))
        : Optional.empty();
  }

  /** Whether the mapping could have put this name here; anything else is not the store's. */
  private boolean belongsHere(String name) {
    return KeyPaths.isSharded(name)
        ? digits.length() == KeyPaths.SHARD_DIGITS && name.startsWith(digits)
        : digits.isEmpty() && KeyGrammar.isSegment(name);
  }
}
