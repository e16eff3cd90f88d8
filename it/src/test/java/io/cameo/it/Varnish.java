package io.cameo.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A real Varnish with the configuration that is shipped, in front of a program. */
final class Varnish implements AutoCloseable {

  private static final Path PROGRAM = Path.of("/usr/sbin/varnishd");
  private static final Path SHIPPED = Path.of("../deploy/varnish/cameo.vcl");

  private final Path home;
  private final int port;
  private final Process process;

  private Varnish(Path home, int port, Process process) {
    this.home = home;
    this.port = port;
    this.process = process;
  }

  /** Without the program the test is skipped, and fails where CI=true. */
  static void require() {
    if (!Files.isExecutable(PROGRAM)) {
      throw Skips.missing("Varnish (Debian package varnish)");
    }
  }

  /**
   * Starts one.
   *
   * @param port where it listens
   * @param behind the program's port
   */
  static Varnish start(int port, int behind) {
    return start(port, behind, shipped -> shipped);
  }

  /** The same with something changed in its configuration. */
  static Varnish start(int port, int behind, UnaryOperator<String> change) {
    require();
    try {
      Path home = Files.createTempDirectory("cameo-varnish-");
      Files.writeString(home.resolve("cameo.vcl"), change.apply(configuration(behind)));
      Process process =
          new ProcessBuilder(
                  PROGRAM.toString(),
                  "-F",
                  "-j",
                  "none",
                  "-n",
                  home.resolve("work").toString(),
                  "-a",
                  "127.0.0.1:" + port,
                  "-T",
                  "none",
                  "-s",
                  "malloc,64m",
                  "-f",
                  home.resolve("cameo.vcl").toString())
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("log").toFile())
              .start();
      Varnish varnish = new Varnish(home, port, process);
      try {
        Wait.until(
            "Varnish to answer; its log: " + home.resolve("log"),
            Duration.ofSeconds(60),
            varnish::answers);
      } catch (RuntimeException | Error late) {
        varnish.close();
        throw late;
      }
      return varnish;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String configuration(int behind) throws IOException {
    String shipped = Files.readString(SHIPPED);
    String ours = shipped.replace(".port = \"8080\"", ".port = \"" + behind + "\"");
    if (ours.equals(shipped)) {
      throw new AssertionError(SHIPPED + " does not name the port 8080");
    }
    return ours;
  }

  private boolean answers() throws IOException {
    try (Socket connection = new Socket("127.0.0.1", port)) {
      return connection.isConnected();
    }
  }

  String address(String path) {
    return URI.create("http://127.0.0.1:" + port + path).toString();
  }

  /** Holds it still, as a machine that hangs: it takes connections and answers nothing. */
  void hang() throws IOException, InterruptedException {
    signal("-STOP");
  }

  void goOn() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kill", name, Long.toString(process.pid())));
    process.descendants().forEach(child -> command.add(Long.toString(child.pid())));
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new AssertionError(command + " ended with " + status);
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    Processes.awaitNoneOf(home, Duration.ofSeconds(10));
    PackagedForm.remove(home);
  }
}
