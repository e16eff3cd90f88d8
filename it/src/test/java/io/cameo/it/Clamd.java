package io.cameo.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real clamd on a Unix socket, with one signature of the test's own: that of EICAR. */
final class Clamd implements AutoCloseable {

  private static final Path PROGRAM = Path.of("/usr/sbin/clamd");

  private final Path home;
  private Process process;

  private Clamd(Path home) {
    this.home = home;
  }

  /** Starts one; without the program the test is skipped, and fails where CI=true. */
  static Clamd start() {
    if (!Files.isExecutable(PROGRAM)) {
      throw Skips.missing("clamd (Debian package clamav-daemon)");
    }
    try {
      Clamd clamd = new Clamd(Files.createTempDirectory("cameo-clamd-"));
      Files.createDirectories(clamd.home.resolve("db"));
      Files.writeString(
          clamd.home.resolve("db/own.ndb"),
          "Test.Eicar:0:*:" + HexFormat.of().formatHex(eicar()) + "\n");
      Files.writeString(
          clamd.home.resolve("clamd.conf"),
          """
          DatabaseDirectory %1$s/db
          LocalSocket %1$s/socket
          TemporaryDirectory %1$s
          Foreground yes
          AlertExceedsMax yes
          """
              .formatted(clamd.home));
      clamd.launch();
      return clamd;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Put together here, so that no scanner takes this class for infected. */
  static byte[] eicar() {
    return new StringBuilder(
            "*H+H$!ELIF-TSET-SURIVITNA-DRADNATS-RACIE$}7)CC7)^P(45XZP\\4[PA@%P!O5X")
        .reverse()
        .toString()
        .getBytes(StandardCharsets.US_ASCII);
  }

  void launch() throws IOException {
    Files.deleteIfExists(home.resolve("socket"));
    process =
        new ProcessBuilder(PROGRAM.toString(), "-c", home.resolve("clamd.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()))
            .start();
    Wait.until(
        "clamd to listen; its log: " + home.resolve("log"),
        Duration.ofSeconds(20),
        () -> Files.exists(home.resolve("socket")));
  }

  void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new AssertionError("clamd does not end");
    }
  }

  /** The settings with which a program uses it; its own signatures have no date. */
  Map<String, String> settings() {
    return Map.of(
        "CAMEO_CLAMD", "unix:" + home.resolve("socket"), "CAMEO_SCAN_MAX_SIGNATURE_AGE", "off");
  }

  @Override
  public void close() {
    process.destroyForcibly();
    PackagedForm.remove(home);
  }
}
