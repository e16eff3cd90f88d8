package io.cameo.service.ops.inspect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The files to look at, one after the other: what was named, and everything below the folders that
 * were. Links inside a folder are not followed. Holds one open folder for each level, whatever
 * their size. For any threads.
 */
final class Corpus implements AutoCloseable {

  private final Deque<Path> named;
  private final Deque<Open> open = new ArrayDeque<>();

  private record Open(DirectoryStream<Path> folder, Iterator<Path> rest) {}

  Corpus(List<Path> named) {
    this.named = new ArrayDeque<>(named);
  }

  /** The next file; a folder only when it cannot be read. Empty at the end. */
  synchronized Optional<Path> next() {
    while (true) {
      Optional<Path> path = nextPath();
      if (path.isEmpty() || !isFolder(path.get())) {
        return path;
      }
      try {
        DirectoryStream<Path> folder = Files.newDirectoryStream(path.get());
        open.push(new Open(folder, folder.iterator()));
      } catch (IOException unreadable) {
        return path;
      }
    }
  }

  private Optional<Path> nextPath() {
    while (!open.isEmpty()) {
      if (open.peek().rest().hasNext()) {
        return Optional.of(open.peek().rest().next());
      }
      close(open.pop());
    }
    return Optional.ofNullable(named.poll());
  }

  /** A link counts as what it leads to only when the operator named it. */
  private boolean isFolder(Path path) {
    return open.isEmpty()
        ? Files.isDirectory(path)
        : Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static void close(Open done) {
    try {
      done.folder().close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public synchronized void close() {
    while (!open.isEmpty()) {
      close(open.pop());
    }
  }
}
