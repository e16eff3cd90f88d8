package io.cameo.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Everything that the programs of a run have said: their logs, what their commands printed, and the
 * logs of their databases, kept when their home is removed. {@link WhatWasSaidTest} reads it when
 * all tests are done.
 */
final class Said {

  /** Where it is kept, a file for each that a program wrote. */
  static final Path FOLDER = Path.of("target", "said").toAbsolutePath();

  /** Passwords and keys that the programs made for themselves, one a file: none may be said. */
  static final Path SECRETS = Path.of("target", "said-secrets").toAbsolutePath();

  /**
   * How the output of a command begins: it answers the operator, who may see whose picture it is.
   */
  static final String COMMAND = "command-";

  private static final int FOLDERS_DEEP = 6;

  private Said() {}

  /** Both folders, empty at the start of a run, which is that of all JVMs which Maven starts. */
  private static final class Fresh {
    static {
      String alone = "JVM " + ProcessHandle.current().pid() + " " + System.nanoTime();
      Once.make(
          FOLDER.getParent(),
          "said",
          System.getProperty("cameo.run", alone),
          () -> List.of(FOLDER, SECRETS).forEach(Said::empty));
    }

    static Path in(Path folder) {
      return folder;
    }
  }

  private static void empty(Path folder) {
    PackagedForm.remove(folder);
    try {
      Files.createDirectories(folder);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Keeps what was said in a program's home; of any other folder nothing. */
  static void keep(Path home) {
    if (!Files.isDirectory(home.resolve("data"))) {
      return;
    }
    copy(home, 1, name -> name.equals("log") || name.startsWith(COMMAND), FOLDER);
    copy(home.resolve("data"), FOLDERS_DEEP, name -> name.endsWith(".log"), FOLDER);
    copy(
        home.resolve("data"),
        FOLDERS_DEEP,
        name -> name.equals("cameo-password") || name.equals("admin-key"),
        SECRETS);
  }

  private static void copy(Path from, int deep, Predicate<String> wanted, Path to) {
    if (!Files.isDirectory(from)) {
      return;
    }
    Path home = from.endsWith("data") ? from.getParent() : from;
    try (Stream<Path> files = Files.walk(from, deep)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (wanted.test(file.getFileName().toString())) {
          String name = home.relativize(file).toString().replace('/', '-');
          Path kept = Fresh.in(to).resolve(home.getFileName() + "-" + name);
          Files.copy(file, kept, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The files of a folder, by name. */
  static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(files.sorted().toList());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A file's text; bytes that are none stand for themselves. */
  static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
