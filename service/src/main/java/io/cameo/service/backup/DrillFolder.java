package io.cameo.service.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of one drill, full of users' pictures, that does not outlive it. What a drill that was
 * killed could not remove goes with the next one at the same place.
 */
final class DrillFolder implements AutoCloseable {

  private static final String PREFIX = "cameo-drill-";
  private static final String LOCK = "in-use";

  private final Path folder;
  private final FileChannel lock;

  private DrillFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Makes one.
   *
   * @param place where there is room; it is made when it is missing
   */
  static DrillFolder in(Path place) throws IOException {
    Files.createDirectories(place);
    removeLeftOvers(place);
    Path folder = Files.createTempDirectory(place, PREFIX);
    Path unlocked = folder.resolve(LOCK + ".new");
    FileChannel lock =
        FileChannel.open(unlocked, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      lock.lock();
      // Nobody sees it before it is locked.
      Files.move(unlocked, folder.resolve(LOCK), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      lock.close();
      throw failed;
    }
    return new DrillFolder(folder, lock);
  }

  private static void removeLeftOvers(Path place) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(place, PREFIX + "*")) {
      for (Path left : folders) {
        if (Files.isWritable(left.resolve(LOCK)) && isLeft(left.resolve(LOCK))) {
          remove(left);
        }
      }
    }
  }

  /** Whoever works in the folder holds the lock, and the system takes it from who was killed. */
  private static boolean isLeft(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock free = channel.tryLock()) {
      return free != null;
    } catch (OverlappingFileLockException anotherOfThisProcess) {
      return false;
    }
  }

  Path path() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      remove(folder);
    }
  }

  private static void remove(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.deleteIfExists(file);
    }
  }
}
