package io.cameo.service.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.storage.Ports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A real PgBouncer that shares few connections to a test's database by transaction. */
final class Pooler implements AutoCloseable {

  /** Connections to the server. */
  static final int CONNECTIONS = 3;

  private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

  private final Process process;
  private final String setting;

  private Pooler(Process process, String setting) {
    this.process = process;
    this.setting = setting;
  }

  /** Starts it; without the program the test is skipped aloud, and fails where CI=true. */
  static Pooler before(TestDatabase database, Path folder) throws Exception {
    return before(database.setting(), folder);
  }

  /** The same before the server of a setting. */
  static Pooler before(String address, Path folder) throws Exception {
    if (!Files.isExecutable(PROGRAM)) {
      String missing = "PgBouncer is not installed (Debian package pgbouncer)";
      assertThat(System.getenv("CI")).as(missing).isNotEqualTo("true");
      System.out.println("SKIPPED: " + missing);
      Assumptions.abort(missing);
    }
    URI server = URI.create(address);
    String[] user = server.getUserInfo().split(":", 2);
    String name = server.getPath().substring(1);
    int port = Ports.free();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path settings = folder.resolve("pgbouncer.ini");
    Files.writeString(
        settings,
        """
        [databases]
        %1$s = host=127.0.0.1 port=%2$d dbname=%1$s user=%3$s password=%4$s
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %5$d
        unix_socket_dir =
        auth_type = any
        pool_mode = transaction
        default_pool_size = %6$d
        max_client_conn = 100
        ignore_startup_parameters = extra_float_digits
        """
            .formatted(name, server.getPort(), user[0], user[1], port, CONNECTIONS));
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
    if (Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
      command.addAll(List.of("-u", "nobody"));
    }
    command.add(settings.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Pooler pooler =
        new Pooler(process, "postgresql://" + user[0] + "@127.0.0.1:" + port + "/" + name);
    pooler.awaitReady(port, folder.resolve("log"));
    return pooler;
  }

  private void awaitReady(int port, Path log) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
        return;
      } catch (IOException notYet) {
        boolean ended = process.waitFor(20, TimeUnit.MILLISECONDS);
        if (ended || System.nanoTime() > end) {
          close();
          throw new AssertionError("PgBouncer did not start: " + Files.readString(log));
        }
      }
    }
  }

  /** The value of CAMEO_DATABASE_URL that leads through it. */
  String setting() {
    return setting;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
