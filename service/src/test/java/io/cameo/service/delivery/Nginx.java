package io.cameo.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.storage.Ports;
import io.cameo.storage.Until;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A real nginx that keeps what a server answers, set up as the page for operators says. */
final class Nginx implements AutoCloseable {

  private static final Path PROGRAM = Path.of("/usr/sbin/nginx");
  private static final Path PAGE = Path.of("../docs/operations/delivery.md");

  private final Process process;
  private final int port;

  private Nginx(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it; without the program the test is skipped aloud, and fails where CI=true. */
  static Nginx before(int server, Path folder) throws IOException {
    if (!Files.isExecutable(PROGRAM)) {
      String missing = "nginx is not installed (Debian package nginx-light)";
      assertThat(System.getenv("CI")).as(missing).isNotEqualTo("true");
      System.out.println("SKIPPED: " + missing);
      Assumptions.abort(missing);
    }
    List<String> parts = partsOfThePage();
    int port = Ports.free();
    Files.writeString(folder.resolve("cameo-cache.conf"), parts.get(2));
    String temporary =
        String.join(
            "\n",
            Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                .map(kind -> kind + "_temp_path " + folder.resolve("nginx-" + kind) + ";")
                .toList());
    Files.writeString(
        folder.resolve("nginx.conf"),
        """
        daemon off;
        master_process off;
        pid %1$s/nginx.pid;
        error_log stderr warn;
        events { worker_connections 256; }
        http {
        access_log off;
        %2$s
        proxy_cache_path %1$s/cache keys_zone=cameo:1m max_size=10m use_temp_path=off;
        upstream cameo { server 127.0.0.1:%3$d; keepalive 8; }
        %4$s
        server {
        listen 127.0.0.1:%5$d;
        %6$s
        }
        }
        """
            .formatted(folder, temporary, server, parts.get(0), port, parts.get(1)));
    Process process =
        new ProcessBuilder(
                PROGRAM.toString(),
                "-p",
                folder.toString(),
                "-c",
                folder.resolve("nginx.conf").toString(),
                "-e",
                "stderr")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Nginx nginx = new Nginx(process, port);
    Until.holds(
        "nginx to listen",
        () -> {
          assertThat(process.isAlive()).as(said(folder)).isTrue();
          return nginx.listens();
        });
    return nginx;
  }

  private static String said(Path folder) {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException none) {
      return "nothing";
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** What goes into http, into server, and into the file that the locations include. */
  private static List<String> partsOfThePage() throws IOException {
    Matcher blocks =
        Pattern.compile("```nginx\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
    List<String> parts = blocks.results().map(block -> block.group(1)).toList();
    assertThat(parts).as("parts of nginx's settings in " + PAGE).hasSize(3);
    return parts;
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
