package io.cameo.bench.contender;

import io.cameo.bench.running.Child;
import io.cameo.bench.running.FreePort;
import io.cameo.bench.running.Tool;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The PostgreSQL the peers write to: the same binaries and the same durability as the one that our
 * server brings along.
 */
public final class PeerDatabase implements AutoCloseable {

  /** What is said to differ from nothing: also the words for the results. */
  public static final String DURABILITY =
      "fsync=on, synchronous_commit=on, full_page_writes=on, data checksums on";

  /** Account without rights that the server runs as when this process is root. */
  private static final String NOBODY = "65534";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Child child;
  private final int port;

  private PeerDatabase(Child child, int port) {
    this.child = child;
    this.port = port;
  }

  /** Unpacks PostgreSQL into the folder, makes a fresh database there and starts it. */
  public static PeerDatabase start(Path folder) throws IOException, InterruptedException {
    return start(folder, List.of());
  }

  /**
   * The same with more settings.
   *
   * @param more such as {@code work_mem=64MB}
   */
  public static PeerDatabase start(Path folder, List<String> more)
      throws IOException, InterruptedException {
    Path binaries = Files.createDirectories(folder.resolve("postgres"));
    unpack(binaries);
    Path data = Files.createDirectories(folder.resolve("rows"));
    List<String> prefix = new ArrayList<>();
    if (Tool.isRoot()) {
      Tool.run(folder, PATIENCE, List.of("chown", "-R", NOBODY + ":" + NOBODY, folder.toString()));
      prefix.addAll(
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--"));
    }
    List<String> initdb = new ArrayList<>(prefix);
    initdb.add(binaries.resolve("bin/initdb").toString());
    initdb.addAll(
        List.of("-D", data.toString(), "-U", "postgres", "--auth=trust", "--data-checksums"));
    initdb.addAll(List.of("--encoding=UTF8", "--locale=C"));
    Tool.run(folder, PATIENCE, initdb);
    int port = FreePort.any();
    List<String> postgres = new ArrayList<>(prefix);
    postgres.add(binaries.resolve("bin/postgres").toString());
    postgres.addAll(List.of("-D", data.toString(), "-p", String.valueOf(port)));
    for (String setting :
        List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on")) {
      postgres.addAll(List.of("-c", setting));
    }
    more.forEach(setting -> postgres.addAll(List.of("-c", setting)));
    Child child = Child.start("postgres", folder, postgres, Map.of());
    try {
      child.awaitLog("database system is ready to accept connections", PATIENCE);
    } catch (RuntimeException | InterruptedException e) {
      child.close();
      throw e;
    }
    return new PeerDatabase(child, port);
  }

  /** Address in the form that programs take. */
  public String url() {
    return "postgres://postgres@127.0.0.1:" + port + "/postgres";
  }

  /** Processor seconds of all its processes so far. */
  double cpuSeconds() {
    return child.tree().cpuSeconds();
  }

  @Override
  public void close() {
    child.close();
  }

  private static void unpack(Path target) throws IOException {
    String machine =
        System.getProperty("os.arch").toLowerCase(Locale.ROOT).contains("aarch64")
            ? "arm_64"
            : "x86_64";
    String archive = "/postgres-linux-" + machine + ".txz";
    InputStream found = PeerDatabase.class.getResourceAsStream(archive);
    if (found == null) {
      throw new IOException("The benchmark was built without " + archive);
    }
    try (found;
        TarArchiveInputStream tar =
            new TarArchiveInputStream(
                new XZCompressorInputStream(new BufferedInputStream(found)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        write(tar, entry, target.resolve(entry.getName()).normalize());
      }
    }
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path file)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(file);
    } else if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
    } else {
      Files.createDirectories(file.getParent());
      Files.copy(tar, file);
      boolean program = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }
}
