package io.cameo.storage.disk;

import io.cameo.storage.KeyGrammar;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;

/** Where a key's file lies; the mapping is described, with its inverse, in the package's page. */
final class KeyPaths {
  /** Begins a folder that stands for no segment of the key. */
  static final char SHARD = '+';

  /**
   * Digits of a version's id in the name of its shard. One level of 4,096 folders: making a folder
   * costs more than anything else of a write, and two levels made two more for nearly every version
   * of a young store.
   */
  static final int SHARD_DIGITS = 3;

  private static final int VERSION_ID = 32;
  private static final Pattern SHARD_NAME = Pattern.compile("\\+[0-9a-f]{" + SHARD_DIGITS + "}");

  private final Path root;

  KeyPaths(Path root) {
    this.root = root;
  }

  /** The file of a key; the key must be a valid one. */
  Path file(String key) {
    KeyGrammar.requireKey(key);
    StringBuilder path = new StringBuilder(key.length() + 8);
    for (String segment : key.split("/", -1)) {
      if (!path.isEmpty()) {
        path.append('/');
      }
      if (isSharded(segment)) {
        path.append(SHARD).append(segment, 0, SHARD_DIGITS).append('/');
      }
      path.append(segment);
    }
    return root.resolve(path.toString());
  }

  /** The folder that something below the root lies in. */
  static Path folderOf(Path below) {
    return Objects.requireNonNull(below.getParent(), "the root of the file system");
  }

  /** Whether a segment lies one folder deeper. */
  static boolean isSharded(String segment) {
    if (segment.length() != VERSION_ID) {
      return false;
    }
    for (int i = 0; i < VERSION_ID; i++) {
      if (Character.digit(segment.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether a folder's name is that of a shard. */
  static boolean isShardName(String name) {
    return SHARD_NAME.matcher(name).matches();
  }
}
