package io.cameo.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real nginx with its module for purges and the configuration that is shipped. */
final class Nginx implements AutoCloseable {

  private static final Path PROGRAM = Path.of("/usr/sbin/nginx");
  private static final Path MODULE =
      Path.of("/usr/lib/nginx/modules/ngx_http_cache_purge_module.so");
  private static final Path SHIPPED = Path.of("../deploy/nginx/cameo-cache.conf");

  private final Path home;
  private final int port;
  private final Process process;

  private Nginx(Path home, int port, Process process) {
    this.home = home;
    this.port = port;
    this.process = process;
  }

  /** Without the program the test is skipped, and fails where CI=true. */
  static void require() {
    if (!Files.isExecutable(PROGRAM) || !Files.exists(MODULE)) {
      throw Skips.missing("nginx (Debian packages nginx-light, libnginx-mod-http-cache-purge)");
    }
  }

  /**
   * Starts one.
   *
   * @param port where it listens
   * @param behind the program's port
   */
  static Nginx start(int port, int behind) {
    require();
    try {
      Path home = Files.createTempDirectory("cameo-nginx-");
      Files.createDirectories(home.resolve("cache"));
      Files.writeString(home.resolve("cameo-cache.conf"), configuration(home, port, behind));
      Files.writeString(
          home.resolve("nginx.conf"),
          """
          load_module %s;
          daemon off;
          worker_processes 1;
          pid %2$s/pid;
          error_log %2$s/log warn;
          events { worker_connections 256; }
          http {
            access_log off;
            client_body_temp_path %2$s/body;
            proxy_temp_path %2$s/proxy;
            fastcgi_temp_path %2$s/fastcgi;
            uwsgi_temp_path %2$s/uwsgi;
            scgi_temp_path %2$s/scgi;
            include %2$s/cameo-cache.conf;
          }
          """
              .formatted(MODULE, home));
      // Started by root its workers would be somebody else, to whom the folder is closed.
      String user = ProcessHandle.current().info().user().orElse("");
      if (user.equals("root")) {
        Files.writeString(
            home.resolve("nginx.conf"),
            "user root;\n" + Files.readString(home.resolve("nginx.conf")));
      }
      Process process =
          new ProcessBuilder(
                  PROGRAM.toString(),
                  "-p",
                  home.toString(),
                  "-c",
                  home.resolve("nginx.conf").toString())
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("said").toFile())
              .start();
      Nginx nginx = new Nginx(home, port, process);
      try {
        Wait.until("nginx to answer: " + home, Duration.ofSeconds(30), nginx::answers);
      } catch (RuntimeException | Error late) {
        nginx.close();
        throw late;
      }
      return nginx;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String configuration(Path home, int port, int behind) throws IOException {
    String ours = Files.readString(SHIPPED);
    for (List<String> change :
        List.of(
            List.of("listen 80;", "listen 127.0.0.1:" + port + ";"),
            List.of("server 127.0.0.1:8080;", "server 127.0.0.1:" + behind + ";"),
            List.of("/var/lib/nginx/cameo", home.resolve("cache").toString()))) {
      String changed = ours.replace(change.getFirst(), change.getLast());
      if (changed.equals(ours)) {
        throw new AssertionError(SHIPPED + " has no " + change.getFirst());
      }
      ours = changed;
    }
    return ours;
  }

  private boolean answers() throws IOException {
    try (Socket connection = new Socket("127.0.0.1", port)) {
      return connection.isConnected();
    }
  }

  String address(String path) {
    return "http://127.0.0.1:" + port + path;
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
    Processes.awaitNoneOf(home, Duration.ofSeconds(10));
    PackagedForm.remove(home);
  }
}
