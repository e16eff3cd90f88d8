package io.cameo.service.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/** Data folders that have had their first start, which is slow, behind them. */
final class Prepared {
  private static final Path TEMPLATE = make();

  private Prepared() {}

  private static Path make() {
    try {
      Path folder = Files.createTempDirectory("cameo-embedded");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteTree(folder)));
      EmbeddedPostgres.start(EmbeddedPostgresOptions.of(folder)).close();
      return folder;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void deleteTree(Path folder) {
    try {
      PrivateFiles.deleteTree(folder);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A folder with the programs, and no database yet. */
  static Path withoutDatabase(Path folder) throws IOException {
    copy("runtime", folder, true);
    return folder;
  }

  /** A folder with the programs and an empty database. */
  static Path withDatabase(Path folder) throws IOException {
    withoutDatabase(folder);
    copy("postgres", folder, false);
    return folder;
  }

  /** Lets every user of the machine pass through a folder made for the tests. */
  static void open(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void copy(String name, Path folder, boolean link) throws IOException {
    Path from = TEMPLATE.resolve(name);
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Path to = folder.resolve(name).resolve(from.relativize(path).toString());
        if (link && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          Files.createLink(to, path);
        } else {
          Files.copy(path, to, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }
}
