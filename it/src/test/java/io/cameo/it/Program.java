package io.cameo.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged program as a process of its own, started as an operator starts it. */
final class Program implements AutoCloseable {

  /** The admin key of every program that tests start. */
  static final String ADMIN_KEY = "key-of-the-black-box-tests";

  /** With these another node takes over the job of a killed one after seconds. */
  static final Map<String, String> QUICK_TAKEOVER = Map.of("DBSCHEDULER_HEARTBEATINTERVAL", "1s");

  private static final Duration START_LIMIT = Duration.ofSeconds(180);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(40);

  private final Path home;
  private final Process process;
  private final int port;
  private final int managementPort;

  private Program(Path home, Process process, int port, int managementPort) {
    this.home = home;
    this.process = process;
    this.port = port;
    this.managementPort = managementPort;
  }

  /** Starts the program on a home and waits until it is ready. */
  static Program start(Path home, Map<String, String> settings) {
    return start(PackagedForm.UNPACKED, home, settings);
  }

  /** The same in one of its forms. */
  static Program start(ProgramForm form, Path home, Map<String, String> settings) {
    Program program = launch(form, home, settings);
    try {
      program.awaitReady();
    } catch (RuntimeException | Error notReady) {
      program.kill();
      throw notReady;
    }
    return program;
  }

  /** Starts the program and returns at once. */
  static Program launch(ProgramForm form, Path home, Map<String, String> settings) {
    try {
      Files.createDirectories(home.resolve("tmp"));
      int port = Ports.free();
      int managementPort;
      do {
        managementPort = Ports.free();
      } while (managementPort == port);
      List<String> command = new ArrayList<>(PackagedForm.javaWith("512m"));
      command.add("-Djava.io.tmpdir=" + home.resolve("tmp"));
      command.addAll(form.command());
      ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
      builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "USER"));
      builder.environment().putAll(defaults(home, port, managementPort));
      builder.environment().putAll(settings);
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()));
      return new Program(home, builder.start(), port, managementPort);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Map<String, String> defaults(Path home, int port, int managementPort) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("CAMEO_DATA", home.resolve("data").toString());
    settings.put("PORT", Integer.toString(port));
    settings.put("MANAGEMENT_PORT", Integer.toString(managementPort));
    settings.put("CAMEO_ADMIN_KEY", ADMIN_KEY);
    settings.put("CAMEO_LIMITS", "off");
    // What is made in the background would run beside every test; those that look at it ask for it.
    settings.put("CAMEO_FORMATS", "none");
    // Spring's name of it, no setting of ours: jobs that are due are looked for often.
    settings.put("DBSCHEDULER_POLLINGINTERVAL", "200ms");
    // A zone with an odd offset: whoever mixes local time with the database's is found out.
    settings.put("TZ", "Asia/Kathmandu");
    return settings;
  }

  private void awaitReady() {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest ready =
          HttpRequest.newBuilder(management("/readyz")).timeout(Duration.ofSeconds(5)).build();
      Wait.until(
          "the program to be ready; the end of its log:\n" + logTailLater(),
          START_LIMIT,
          () -> {
            if (!process.isAlive()) {
              return true;
            }
            return http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
          });
    } catch (AssertionError late) {
      throw new AssertionError("the program did not become ready:\n" + logTail(), late);
    }
    if (!process.isAlive()) {
      throw new AssertionError("the program ended while starting:\n" + logTail());
    }
  }

  private String logTailLater() {
    return home.resolve("log").toString();
  }

  /** The last lines of the program's log. */
  String logTail() {
    String log = log();
    return log.substring(Math.max(0, log.length() - 6_000));
  }

  /** Everything the program has said. */
  String log() {
    try {
      return Files.readString(home.resolve("log"));
    } catch (IOException unreadable) {
      return "(no log: " + unreadable + ")";
    }
  }

  URI address(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  URI management(String path) {
    return URI.create("http://127.0.0.1:" + managementPort + path);
  }

  int port() {
    return port;
  }

  Path home() {
    return home;
  }

  Path data() {
    return home.resolve("data");
  }

  /** Where the program's JVM puts temporary files. */
  Path temporaryFiles() {
    return home.resolve("tmp");
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** The program's own processes at this moment: workers, watchdogs, PostgreSQL. */
  List<ProcessHandle> children() {
    return process.descendants().filter(ProcessHandle::isAlive).toList();
  }

  /** The processes that decode pictures. */
  List<ProcessHandle> workers() {
    return children().stream().filter(child -> Processes.isJava(child.pid())).toList();
  }

  /** Ends it as an operator does (SIGTERM) and waits; a program that ignores that is a failure. */
  int stop() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            "the program did not end within " + STOP_LIMIT + ":\n" + logTail());
      }
      return process.exitValue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new AssertionError("interrupted while stopping", interrupted);
    }
  }

  /** {@code kill -9} of the service alone: what it started must end by itself. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops it if it runs and removes its home. */
  @Override
  public void close() {
    try {
      if (process.isAlive()) {
        stop();
      }
    } finally {
      Processes.awaitNoneOf(home, Duration.ofSeconds(30));
      PackagedForm.remove(home);
    }
  }
}
