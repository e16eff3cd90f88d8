package io.cameo.service.database.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * Says that one process, and no other, runs the server of a data folder.
 *
 * <p>The system gives the lock up when the process ends, however it ends.
 */
final class DataFolderLock implements AutoCloseable {
  // Closing any channel on a file gives up all locks this process has on it (POSIX), so a second
  // attempt within this process must not even open the file.
  private static final Set<Path> OURS = new HashSet<>();

  private final Path file;
  private final FileChannel channel;

  private DataFolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param home an existing folder, by its real path
   * @throws DataFolderInUseException if somebody else has it
   */
  static DataFolderLock acquire(Path home) throws IOException {
    Path file = home.resolve("lock");
    synchronized (OURS) {
      if (OURS.contains(file)) {
        throw taken(home, ProcessHandle.current().pid(), "this process");
      }
      FileChannel channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
              PrivateFiles.MODE);
      FileLock lock = null;
      try {
        lock = channel.tryLock();
        if (lock == null) {
          long holder = holder(channel);
          throw taken(home, holder, "process " + (holder == 0 ? "of an unknown number" : holder));
        }
        channel.truncate(0);
        channel.write(US_ASCII.encode(Long.toString(ProcessHandle.current().pid())), 0);
      } finally {
        if (lock == null) {
          channel.close();
        }
      }
      OURS.add(file);
      return new DataFolderLock(file, channel);
    }
  }

  /** The number of the process that has it; 0 while it has not written that down yet. */
  private static long holder(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(20);
    channel.read(pid, 0);
    String text = US_ASCII.decode(pid.flip()).toString();
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }

  private static DataFolderInUseException taken(Path home, long pid, String holder) {
    return new DataFolderInUseException(
        pid,
        "The database in "
            + home
            + " is in use by "
            + holder
            + ". Stop that service first, or give this one a data folder of its own (CAMEO_DATA)"
            + " or a shared server (CAMEO_DATABASE_URL).");
  }

  @Override
  public void close() {
    synchronized (OURS) {
      try {
        channel.close();
      } catch (IOException e) {
        // The lock is gone all the same.
      }
      OURS.remove(file);
    }
  }
}
