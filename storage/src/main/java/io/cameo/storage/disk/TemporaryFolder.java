package io.cameo.storage.disk;

import io.cameo.storage.StorageUnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where one running store writes its unfinished files: {@code .tmp/<random>/}.
 *
 * <p>Two processes may use one store (the service, and an operator's command beside it). Each holds
 * a lock on a file in its own folder for as long as it lives, so a starting one can tell the
 * folders of the dead, which it removes, from those of the living.
 */
final class TemporaryFolder implements AutoCloseable {
  private static final String LOCK = "lock";

  // Closing any channel on a file gives up all locks this process has on it (POSIX), so the locks
  // of this process's own folders must not even be looked at. Also the monitor: locks count per
  // process and keep no threads apart.
  private static final Set<Path> OURS = new HashSet<>();

  private final Path folder;
  private final FileChannel lock;
  private final FileAttribute<?>[] fileMode;
  private final AtomicLong written = new AtomicLong();

  private TemporaryFolder(Path folder, FileChannel lock, FileAttribute<?>[] fileMode) {
    this.folder = folder;
    this.lock = lock;
    this.fileMode = fileMode;
  }

  /**
   * Removes what the dead left behind and opens a folder of one's own.
   *
   * @param all the parent of all such folders, on the file system of the objects
   */
  static TemporaryFolder open(Path all, FileAttribute<?>[] folderMode, FileAttribute<?>[] fileMode)
      throws IOException {
    synchronized (OURS) {
      if (!Files.isDirectory(all, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(all, folderMode);
      }
      // Closing the guard ends its lock.
      try (FileChannel guard = open(all.resolve(LOCK), fileMode)) {
        guard.lock();
        sweep(all);
        Path folder = Files.createDirectory(all.resolve(UUID.randomUUID().toString()), folderMode);
        FileChannel lock = open(folder.resolve(LOCK), fileMode);
        lock.lock();
        OURS.add(folder);
        return new TemporaryFolder(folder, lock, fileMode);
      }
    }
  }

  /**
   * Fails when this folder is not there: then the store's folder was taken away, or is the empty
   * one on which its disk was mounted, and nothing that is missing there is known to be gone.
   */
  void requireThere() {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new StorageUnavailableException(
          folder.getParent()
              + " is not the folder that was opened at the start; is its disk mounted? What this"
              + " process made there is missing");
    }
  }

  /** A new empty file, open for writing. */
  FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), fileMode);
  }

  /** A path that nothing lies at. */
  Path next() {
    return folder.resolve(Long.toString(written.getAndIncrement()));
  }

  private static void sweep(Path all) throws IOException {
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(all, f -> Files.isDirectory(f, LinkOption.NOFOLLOW_LINKS))) {
      for (Path folder : folders) {
        if (!OURS.contains(folder) && ownerIsDead(folder)) {
          remove(folder);
        }
      }
    }
  }

  private static boolean ownerIsDead(Path folder) throws IOException {
    try (FileChannel lock =
            FileChannel.open(
                folder.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock held = lock.tryLock()) {
      return held != null;
    } catch (NoSuchFileException e) {
      // It died between making the folder and the lock; the guard keeps the living out of here.
      return true;
    }
  }

  private static void remove(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (!file.endsWith(LOCK)) {
          Files.deleteIfExists(file);
        }
      }
    }
    Files.deleteIfExists(folder.resolve(LOCK));
    Files.deleteIfExists(folder);
  }

  private static FileChannel open(Path file, FileAttribute<?>[] mode) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
        mode);
  }

  @Override
  public void close() throws IOException {
    synchronized (OURS) {
      remove(folder);
      lock.close();
      OURS.remove(folder);
    }
  }
}
