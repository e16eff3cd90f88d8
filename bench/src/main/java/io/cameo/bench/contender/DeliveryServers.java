package io.cameo.bench.contender;

import io.cameo.bench.load.Http;
import io.cameo.bench.running.Child;
import io.cameo.bench.running.FreePort;
import io.cameo.bench.running.ProcessTree;
import io.cameo.bench.running.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * The peers that deliver one picture: Express and nginx, both from the same folder and with the
 * same header fields as our server.
 */
public final class DeliveryServers implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(30);

  /** What our server sends with every immutable picture. */
  private static final Map<String, String> HEADERS =
      ordered(
          "Cache-Control", "public, max-age=31536000, immutable",
          "X-Content-Type-Options", "nosniff",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox",
          "Cross-Origin-Resource-Policy", "cross-origin",
          "Access-Control-Allow-Origin", "*",
          "Content-Disposition", "inline; filename=\"avatar-256.jpg\"");

  private final Child express;
  private final Child nginx;
  private final int expressPort;
  private final int nginxPort;

  private DeliveryServers(Child express, int expressPort, Child nginx, int nginxPort) {
    this.express = express;
    this.expressPort = expressPort;
    this.nginx = nginx;
    this.nginxPort = nginxPort;
  }

  /**
   * Starts both and waits until they answer.
   *
   * @param prefix what stands before their commands, such as {@code taskset -c 0}
   * @param nginxWorkers nginx's worker processes: one a core that it may use
   * @param picture the file that all deliver
   */
  public static DeliveryServers start(
      PeerModules modules, Path folder, List<String> prefix, int nginxWorkers, byte[] picture)
      throws IOException, InterruptedException {
    Path store = Files.createDirectories(folder.resolve("store"));
    Files.write(store.resolve("256.jpg"), picture);
    int expressPort = FreePort.any();
    Child express =
        Child.start(
            "express",
            folder,
            command(prefix, "node", modules.script("deliver.mjs")),
            Map.of(
                "NODE_ENV", "production",
                "PORT", String.valueOf(expressPort),
                "STORE", store.toString(),
                "HEADERS", JsonMapper.shared().writeValueAsString(HEADERS)));
    try {
      express.awaitLog("ready", START);
      int port = FreePort.any();
      Child nginx = startNginx(folder, prefix, store, nginxWorkers, port);
      return new DeliveryServers(express, expressPort, nginx, port);
    } catch (IOException | RuntimeException | InterruptedException e) {
      express.close();
      throw e;
    }
  }

  private static Child startNginx(
      Path folder, List<String> prefix, Path store, int workers, int port)
      throws IOException, InterruptedException {
    Path program = Tool.require("nginx", "nginx-light");
    Path settings = folder.resolve("nginx.conf");
    Files.writeString(settings, nginxSettings(folder, store, workers, port, Tool.isRoot()));
    Child nginx =
        Child.start(
            "nginx",
            folder,
            command(
                prefix,
                program.toString(),
                "-p",
                folder.toString(),
                "-c",
                settings.toString(),
                "-e",
                "stderr"),
            Map.of());
    try {
      nginx.await(() -> Http.answers(Http.local(port), "/plain/256.jpg"), START);
      return nginx;
    } catch (RuntimeException | InterruptedException e) {
      nginx.close();
      throw e;
    }
  }

  static String nginxSettings(Path folder, Path store, int workers, int port, boolean root) {
    String headers =
        HEADERS.entrySet().stream()
            .map(
                h ->
                    "    add_header %s '%s';"
                        .formatted(h.getKey(), h.getValue().replace("'", "\\'")))
            .collect(Collectors.joining("\n"));
    String temporary =
        List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi").stream()
            .map(kind -> "  %s_temp_path %s;".formatted(kind, folder.resolve("nginx-" + kind)))
            .collect(Collectors.joining("\n"));
    return """
        daemon off;
        %s
        worker_processes %d;
        pid %s;
        error_log stderr error;
        events { worker_connections 1024; }
        http {
          types { image/jpeg jpg; }
          access_log off;
          sendfile on;
          tcp_nopush on;
          keepalive_requests 1000000000;
        %s
          server {
            listen 127.0.0.1:%d;
        %s
            location /plain/ { alias %s/; }
            location /remembered/ {
              alias %s/;
              open_file_cache max=1000 inactive=60s;
              open_file_cache_valid 30s;
            }
          }
        }
        """
        .formatted(
            root ? "user root;" : "",
            workers,
            folder.resolve("nginx.pid"),
            temporary,
            port,
            headers,
            store,
            store);
  }

  /** The ways of delivery, each with its address. */
  public List<Delivery> deliveries() {
    return List.of(
        new Delivery("Express, express.static", expressPort, "/static/256.jpg", express.tree()),
        new Delivery("Express, kept buffer", expressPort, "/kept/256.jpg", express.tree()),
        new Delivery("nginx", nginxPort, "/plain/256.jpg", nginx.tree()),
        new Delivery("nginx, open_file_cache", nginxPort, "/remembered/256.jpg", nginx.tree()));
  }

  @Override
  public void close() {
    nginx.close();
    express.close();
  }

  /**
   * One address that delivers the picture.
   *
   * @param title what tables call it
   * @param port of the loopback address
   * @param path with its query
   * @param tree the processes behind it
   */
  public record Delivery(String title, int port, String path, ProcessTree tree) {}

  private static List<String> command(List<String> prefix, String... rest) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(rest));
    return command;
  }

  private static Map<String, String> ordered(String... pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
