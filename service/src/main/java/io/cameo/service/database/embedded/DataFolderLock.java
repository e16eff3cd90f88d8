package io.cameo.service.database.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.cameo.service.database.embedded.EmbeddedPostgresOptions.Role;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says that one process, and no other, runs the server of a data folder.
 *
 * <p>The system gives the lock up when the process ends, however it ends.
 */
final class DataFolderLock implements AutoCloseable {
  // Closing any channel on a file gives up all locks this process has on it (POSIX), so a second
  // attempt within this process must not even open the file.
  private static final Map<Path, Role> OURS = new HashMap<>();

  private static final Pattern HOLDER =
      Pattern.compile("([0-9]{1,18}) (SERVICE|COMMAND)\n", Pattern.DOTALL);

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
  static DataFolderLock acquire(Path home, Role role) throws IOException {
    Path file = home.resolve("lock");
    synchronized (OURS) {
      Role ours = OURS.get(file);
      if (ours != null) {
        throw taken(home, new Holder(ProcessHandle.current().pid(), ours), "this process");
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
          Holder holder = holder(channel);
          throw taken(home, holder, "process " + holder.pid());
        }
        channel.truncate(0);
        channel.write(US_ASCII.encode(ProcessHandle.current().pid() + " " + role + "\n"), 0);
      } finally {
        if (lock == null) {
          channel.close();
        }
      }
      OURS.put(file, role);
      return new DataFolderLock(file, channel);
    }
  }

  /**
   * Who has the lock.
   *
   * @param pid 0 while that is not written down yet
   */
  private record Holder(long pid, Role role) {}

  private static Holder holder(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(40);
    channel.read(text, 0);
    Matcher words = HOLDER.matcher(US_ASCII.decode(text.flip()));
    return words.matches()
        ? new Holder(Long.parseLong(words.group(1)), Role.valueOf(words.group(2)))
        : new Holder(0, Role.COMMAND);
  }

  private static DataFolderInUseException taken(Path home, Holder holder, String name) {
    return new DataFolderInUseException(
        holder.pid(),
        holder.role() == Role.SERVICE,
        "The database in "
            + home
            + " is in use by "
            + name
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
