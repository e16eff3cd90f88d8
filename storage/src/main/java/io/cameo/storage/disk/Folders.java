package io.cameo.storage.disk;

import io.cameo.storage.StorageUnavailableException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes, checks and removes the folders below the root.
 *
 * <p>A folder's name is durable only when its parent was fsynced. Which folders are known to be so
 * is remembered (bounded), except for those of a version: {@link #removeIfEmpty} takes only those
 * away, so what is remembered never goes.
 */
final class Folders {
  private static final int REMEMBERED = 4096;

  private final Path root;
  private final FileAttribute<?>[] mode;
  private final Map<Path, Boolean> durable =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  Folders(Path root, FileAttribute<?>... mode) {
    this.root = root;
    this.mode = mode.clone();
  }

  /**
   * Makes a folder and whatever is missing above it.
   *
   * @param toForce gets the parents that must be fsynced before the folder's name is durable
   * @param unproven gets the folders that may be {@link #remember}ed after that
   */
  void make(Path folder, Set<Path> toForce, Set<Path> unproven) throws IOException {
    Path at = root;
    for (Path name : root.relativize(folder)) {
      Path parent = at;
      at = at.resolve(name);
      if (isDurable(at)) {
        continue;
      }
      try {
        Files.createDirectory(at, mode);
      } catch (FileAlreadyExistsException e) {
        // A file in its place shows when something is put into it; a link must not be followed.
        if (Files.isSymbolicLink(at)) {
          throw linkInTheWay(at);
        }
      }
      // Made before, but perhaps by somebody who did not live to fsync the parent.
      toForce.add(parent);
      unproven.add(at);
    }
    requireInside(folder);
  }

  private boolean isDurable(Path folder) {
    synchronized (durable) {
      return durable.containsKey(folder);
    }
  }

  /** Notes folders whose parents have been fsynced. */
  void remember(Set<Path> folders) {
    synchronized (durable) {
      for (Path folder : folders) {
        if (!isVersion(folder)) {
          durable.put(folder, true);
        }
      }
    }
  }

  /** Removes a version's folder once nothing is left in it; whether it did. */
  boolean removeIfEmpty(Path folder) throws IOException {
    if (!isVersion(folder)) {
      return false;
    }
    try {
      return Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }

  private static boolean isVersion(Path folder) {
    return KeyPaths.isSharded(folder.getFileName().toString());
  }

  /** The attributes of what lies at a path, not following links; empty if nothing does. */
  Optional<BasicFileAttributes> attributes(Path path) throws IOException {
    try {
      return Optional.of(
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      if (DiskErrors.isNotADirectory(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Refuses a folder that is reached through a symbolic link somewhere below the root. */
  void requireInside(Path folder) throws IOException {
    if (!folder.toRealPath().equals(folder)) {
      throw linkInTheWay(folder);
    }
  }

  private StorageUnavailableException linkInTheWay(Path to) {
    return new StorageUnavailableException(
        "a symbolic link stands in the way to " + root.relativize(to) + "; remove it");
  }
}
