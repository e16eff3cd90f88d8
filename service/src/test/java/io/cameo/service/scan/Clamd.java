package io.cameo.service.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.storage.Ports;
import io.cameo.storage.Until;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A real clamd with signatures of the test's own, which downloads nothing. */
public final class Clamd implements AutoCloseable {

  private static final Path PROGRAM = Path.of("/usr/sbin/clamd");

  private final Path folder;
  private final int port;
  private Process process;

  private Clamd(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts one that finds EICAR wherever it stands; without the program the test is skipped aloud,
   * and fails where CI=true.
   *
   * @param limits further lines of clamd.conf
   */
  public static Clamd start(Path folder, String limits) throws IOException {
    if (!Files.isExecutable(PROGRAM)) {
      String missing = "clamd is not installed (Debian package clamav-daemon)";
      assertThat(System.getenv("CI")).as(missing).isNotEqualTo("true");
      System.out.println("SKIPPED: " + missing);
      Assumptions.abort(missing);
    }
    Files.createDirectories(folder.resolve("db"));
    int port = Ports.free();
    Clamd clamd = new Clamd(folder, port, null);
    clamd.teach("own.ndb", "Test.Eicar", Samples.eicar());
    clamd.configure(limits);
    clamd.launch();
    return clamd;
  }

  /** Writes a file with one signature, for these bytes at any place. */
  public void teach(String file, String name, byte[] bytes) throws IOException {
    Files.writeString(
        folder.resolve("db").resolve(file),
        name + ":0:*:" + HexFormat.of().formatHex(bytes) + "\n");
  }

  void configure(String limits) throws IOException {
    Files.writeString(
        folder.resolve("clamd.conf"),
        """
        DatabaseDirectory %1$s/db
        TCPSocket %2$d
        TCPAddr 127.0.0.1
        LocalSocket %1$s/socket
        TemporaryDirectory %1$s
        LogFile %1$s/log
        Foreground yes
        %3$s
        """
            .formatted(folder, port, limits));
  }

  void launch() throws IOException {
    process =
        new ProcessBuilder(PROGRAM.toString(), "-c", folder.resolve("clamd.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("out").toFile()))
            .start();
    Until.holds("clamd answers", () -> "PONG".equals(ask("PING")));
  }

  /** What it answers to a command; empty when it does not. */
  public String ask(String command) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
      socket.setSoTimeout(2_000);
      socket.getOutputStream().write(("n" + command + "\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    } catch (IOException silent) {
      return "";
    }
  }

  ClamdAddress tcp() {
    return new ClamdAddress.Tcp("127.0.0.1", port);
  }

  ClamdAddress unix() {
    return new ClamdAddress.Unix(folder.resolve("socket"));
  }

  /** The settings of a service that scans with it, at the pace of a test. */
  public ScanSettings settings(long largest) {
    return TestScanners.settings(tcp(), largest);
  }

  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** SIGSTOP or SIGCONT. */
  void signal(String name) throws IOException, InterruptedException {
    assertThat(
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor())
        .isZero();
  }

  private void awaitEnd() {
    try {
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("clamd ended").isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    awaitEnd();
  }
}
