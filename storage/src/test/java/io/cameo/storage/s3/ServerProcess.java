package io.cameo.storage.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server's process, which ends with this JVM. */
final class ServerProcess {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final long PAUSE_NANOS = 20_000_000;

  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static ServerProcess start(Path folder, String name, List<String> command) {
    try {
      Path log = folder.resolve(name + ".out");
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new ServerProcess(process, log);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Runs a command to its end, which must be a good one. */
  static void run(Path folder, List<String> command) {
    ServerProcess started =
        start(folder, Path.of(command.getFirst()).getFileName() + "-once", command);
    try {
      if (!started.process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)
          || started.process.exitValue() != 0) {
        started.process.destroyForcibly();
        throw new AssertionError(command + " failed: " + started.said());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /** Whether a command comes to a good end. */
  static boolean succeeds(Path folder, List<String> command) {
    try {
      run(folder, command);
      return true;
    } catch (AssertionError failed) {
      return false;
    }
  }

  /** Waits until the condition holds; an exception counts as "not yet". */
  void await(Callable<Boolean> condition) {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      try {
        if (condition.call()) {
          return;
        }
      } catch (Exception notYet) {
        // Asked again after a pause.
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    process.destroyForcibly();
    throw new AssertionError("the server did not start: " + said());
  }

  /** Waits until it answers HTTP, whatever it says. */
  void awaitHttp(URI address) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest ask = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(2)).build();
      await(() -> http.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode() > 0);
    }
  }

  private String said() {
    try {
      return Files.readString(log);
    } catch (IOException unreadable) {
      return unreadable.toString();
    }
  }

  /** A folder that is removed at the JVM's end. */
  static Path folder(String name) {
    try {
      Path folder = Files.createTempDirectory(name);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
      return folder;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void remove(Path folder) {
    try (var files = Files.walk(folder)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException left) {
      // The system's own clean-up of temporary files takes the rest.
    }
  }
}
