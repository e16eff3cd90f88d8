package io.cameo.service.backup.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;

/** The files below a folder in the order of their names; one folder's names are held at a time. */
final class FolderWalk implements Iterator<ArchiveFiles.Entry> {

  private final Path root;
  private final Deque<Iterator<Path>> open = new ArrayDeque<>();
  private Optional<ArchiveFiles.Entry> next;

  FolderWalk(Path root, Path folder) {
    this.root = root;
    open.push(children(folder));
    this.next = advance();
  }

  private static Iterator<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.<Path>of().iterator();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()))
          .toList()
          .iterator();
    } catch (IOException failed) {
      throw ArchiveException.failed("The archive failed while listing " + folder, failed);
    }
  }

  private Optional<ArchiveFiles.Entry> advance() {
    while (!open.isEmpty()) {
      if (!open.peek().hasNext()) {
        open.pop();
        continue;
      }
      Path file = open.peek().next();
      if (Files.isDirectory(file)) {
        open.push(children(file));
      } else {
        Optional<ArchiveFiles.Entry> entry = entry(file);
        if (entry.isPresent()) {
          return entry;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<ArchiveFiles.Entry> entry(Path file) {
    try {
      String name = root.relativize(file).toString().replace('\\', '/');
      return Optional.of(new ArchiveFiles.Entry(name, Files.size(file)));
    } catch (NoSuchFileException goneMeanwhile) {
      return Optional.empty();
    } catch (IOException failed) {
      throw ArchiveException.failed("The archive failed while looking at " + file, failed);
    }
  }

  @Override
  public boolean hasNext() {
    return next.isPresent();
  }

  @Override
  public ArchiveFiles.Entry next() {
    ArchiveFiles.Entry entry = next.orElseThrow(NoSuchElementException::new);
    next = advance();
    return entry;
  }
}
