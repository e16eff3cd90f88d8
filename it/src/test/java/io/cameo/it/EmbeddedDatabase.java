package io.cameo.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** Finds the embedded PostgreSQL of a data folder, as any operator can: by its own files. */
final class EmbeddedDatabase {

  private static final int FOLDERS_DEEP = 4;
  private static final int LINE_OF_PORT = 3;

  private EmbeddedDatabase() {}

  static Connection connect(Path data) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", "cameo");
    login.setProperty("password", password(data));
    login.setProperty("connectTimeout", "5");
    login.setProperty("socketTimeout", "30");
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port(data) + "/postgres", login);
  }

  private static int port(Path data) {
    return Integer.parseInt(pidFile(data).get(LINE_OF_PORT).strip());
  }

  /** The process id of the server itself. */
  static long postmaster(Path data) {
    return Long.parseLong(pidFile(data).getFirst().strip());
  }

  private static List<String> pidFile(Path data) {
    Path file =
        find(data, "postmaster.pid")
            .orElseThrow(() -> new IllegalStateException("no PostgreSQL runs below " + data));
    try {
      return Files.readAllLines(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String password(Path data) {
    Path file =
        find(data, "cameo-password")
            .orElseThrow(() -> new IllegalStateException("no password file below " + data));
    try {
      return Files.readString(file).strip();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Optional<Path> find(Path data, String name) {
    try (Stream<Path> files = Files.walk(data.resolve("postgres"), FOLDERS_DEEP)) {
      return files.filter(file -> file.getFileName().toString().equals(name)).findFirst();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
