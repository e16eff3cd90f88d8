package io.cameo.bench.contender;

import io.cameo.bench.running.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A clamd with one signature of our own: what it costs is the way to it and its look at a file. */
public final class ScannerServer implements AutoCloseable {

  /** What it is, for the facts of a report. */
  public static final String WORDS =
      "clamd of Debian on a Unix socket, with one signature of our own; ClamAV's own databases take"
          + " it longer";

  private static final Path PROGRAM = Path.of("/usr/sbin/clamd");
  private static final Duration START = Duration.ofSeconds(30);

  private final Child child;
  private final Path socket;

  private ScannerServer(Child child, Path socket) {
    this.child = child;
    this.socket = socket;
  }

  /** Starts it. */
  public static ScannerServer start(Path folder) throws IOException, InterruptedException {
    if (!Files.isExecutable(PROGRAM)) {
      throw new IllegalStateException("clamd is missing: apt-get install clamav-daemon");
    }
    Path signatures = Files.createDirectories(folder.resolve("db"));
    // EICAR is put together here, so that no scanner takes our own jar for infected.
    StringBuilder hex = new StringBuilder();
    new StringBuilder("*H+H$!ELIF-TSET-SURIVITNA-DRADNATS-RACIE$}7)CC7)^P(45XZP\\4[PA@%P!O5X")
        .reverse()
        .chars()
        .forEach(letter -> hex.append(String.format("%02x", letter)));
    Files.writeString(signatures.resolve("own.ndb"), "Bench.Eicar:0:*:" + hex + "\n");
    Path socket = folder.resolve("socket");
    Path settings =
        Files.writeString(
            folder.resolve("clamd.conf"),
            """
            DatabaseDirectory %s
            LocalSocket %s
            TemporaryDirectory %s
            Foreground yes
            AlertExceedsMax yes
            """
                .formatted(signatures, socket, folder));
    Child child =
        Child.start(
            "clamd", folder, List.of(PROGRAM.toString(), "-c", settings.toString()), Map.of());
    try {
      child.await(() -> Files.exists(socket), START);
    } catch (RuntimeException | InterruptedException e) {
      child.close();
      throw e;
    }
    return new ScannerServer(child, socket);
  }

  /** What makes our server use it. */
  public Map<String, String> settings() {
    return Map.of("CAMEO_CLAMD", "unix:" + socket, "CAMEO_SCAN_MAX_SIGNATURE_AGE", "off");
  }

  /** Processor seconds it has used so far. */
  public double cpuSeconds() {
    return child.tree().cpuSeconds();
  }

  @Override
  public void close() {
    child.close();
  }
}
