package io.cameo.service.ops.smoke;

import io.cameo.service.observability.LeakScan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the service's log files say from the beginning of a run on. */
final class LogWatch {

  /** More of a log is not read: what is looked for stands at its end. */
  private static final long MOST_BYTES = 32L * 1024 * 1024;

  private static final int BEFORE = 65_536;

  /** Where a file ended at the beginning, and which file that was: it may be rotated meanwhile. */
  private record Mark(long end, String file) {}

  private final Map<Path, Mark> marks = new LinkedHashMap<>();

  private LogWatch() {}

  /**
   * @throws UncheckedIOException when a file cannot be read
   */
  static LogWatch from(List<Path> files) {
    LogWatch watch = new LogWatch();
    for (Path file : files) {
      try {
        watch.marks.put(file, mark(file));
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
    return watch;
  }

  private static Mark mark(Path file) throws IOException {
    BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
    return new Mark(facts.size(), Objects.toString(facts.fileKey(), ""));
  }

  boolean isEmpty() {
    return marks.isEmpty();
  }

  /** All that was written since the beginning, of all files. */
  String news() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Map.Entry<Path, Mark> one : marks.entrySet()) {
      Mark now = mark(one.getKey());
      boolean same = now.file().equals(one.getValue().file()) && now.end() >= one.getValue().end();
      long from = same ? one.getValue().end() : 0;
      all.append(read(one.getKey(), Math.max(from, now.end() - MOST_BYTES), now.end()));
    }
    return all.toString();
  }

  /** The last that was written before the beginning. */
  String before() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Map.Entry<Path, Mark> one : marks.entrySet()) {
      long end = one.getValue().end();
      all.append(read(one.getKey(), Math.max(0, end - BEFORE), end));
    }
    return all.toString();
  }

  /** What stands in the new lines and should not: its kinds, with the number of each new line. */
  List<String> leaks() throws IOException {
    List<String> leaks = new ArrayList<>();
    LeakScan scan = LeakScan.byForm();
    long number = 0;
    for (String line : news().split("\n", -1)) {
      number++;
      for (LeakScan.Finding one : scan.line(number, line)) {
        leaks.add(one.kind() + " in new line " + one.line());
      }
    }
    return leaks;
  }

  private static String read(Path file, long from, long to) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position(from);
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(to - from, MOST_BYTES)));
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // More may come.
      }
      return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }
  }
}
