package io.cameo.service.database.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * What the server says: in a file that is turned over at 4 MB with one predecessor, and the last
 * lines in memory.
 *
 * <p>A line that cannot be written is dropped: the server must never wait for its log.
 */
final class ServerLog implements AutoCloseable {
  private static final long LIMIT = 4L << 20;
  private static final int REMEMBERED = 20;

  private final Path file;
  private final Path previous;
  private final Deque<String> last = new ArrayDeque<>();
  private OutputStream out;
  private long size;

  ServerLog(Path home) throws IOException {
    this.file = home.resolve("server.log");
    this.previous = home.resolve("server.log.1");
    this.out = open();
    this.size = Files.size(file);
  }

  private OutputStream open() throws IOException {
    return Channels.newOutputStream(
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
            PrivateFiles.MODE));
  }

  /** Takes one line. */
  synchronized void add(String line) {
    last.addLast(line);
    if (last.size() > REMEMBERED) {
      last.removeFirst();
    }
    try {
      byte[] bytes = (line + "\n").getBytes(UTF_8);
      if (size + bytes.length > LIMIT) {
        out.close();
        Files.move(file, previous, StandardCopyOption.REPLACE_EXISTING);
        out = open();
        size = 0;
      }
      out.write(bytes);
      size += bytes.length;
    } catch (IOException e) {
      // Full disk or closed log: see above.
    }
  }

  /** Forgets the lines in memory, so that {@link #lastWords} are those of the next server. */
  synchronized void forget() {
    last.clear();
  }

  /** The last lines. */
  synchronized String lastWords() {
    return String.join("\n", last);
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
