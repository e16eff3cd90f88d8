package io.cameo.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** New folders for a program's data, log and temporary files. */
final class Homes {

  private Homes() {}

  /** Nothing is in it: the program's first start is its first, with all that this costs. */
  static Path empty() {
    try {
      return Files.createTempDirectory("cameo-it-");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The programs of PostgreSQL and an empty database are in it, and nothing else. */
  static Path prepared() {
    Path first = PackagedForm.firstStart();
    Path home = empty();
    try {
      Files.createDirectories(home.resolve("data"));
      // What is unpacked never changes, so one copy of it serves all.
      copy(first, home.resolve("data"), "runtime", true);
      copy(first, home.resolve("data"), "postgres", false);
      return home;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void copy(Path from, Path to, String name, boolean link) throws IOException {
    if (!Files.isDirectory(from.resolve(name))) {
      return;
    }
    List<Path> all;
    try (Stream<Path> found = Files.walk(from.resolve(name))) {
      all = found.toList();
    }
    for (Path path : all) {
      Path copy = to.resolve(from.relativize(path).toString());
      boolean linked =
          link && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && linked(copy, path);
      if (!linked) {
        Files.copy(path, copy, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** Not between two file systems. */
  private static boolean linked(Path link, Path file) throws IOException {
    try {
      Files.createLink(link, file);
      return true;
    } catch (FileSystemException | UnsupportedOperationException other) {
      return false;
    }
  }
}
