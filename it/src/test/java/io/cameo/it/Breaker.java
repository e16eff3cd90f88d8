package io.cameo.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A bad proxy before a program: it breaks promises, each where one step of the smoke test looks.
 */
final class Breaker implements AutoCloseable {

  /** The steps that have to see it. */
  static final List<String> BREAKS =
      List.of(
          "pictures",
          "types",
          "damage",
          "credentials",
          "addresses",
          "rate-limit",
          "problems",
          "stable",
          "replace",
          "delete",
          "erase");

  private static final Set<String> NOT_SENT_ON =
      Set.of("host", "connection", "content-length", "upgrade", "http2-settings", "expect");

  private final HttpServer server;
  private final Program program;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** What the cache in this proxy never lets go of. */
  private final Map<String, Sent> kept = new ConcurrentHashMap<>();

  private record Sent(int status, Map<String, List<String>> headers, byte[] body) {}

  private Breaker(HttpServer server, Program program) {
    this.server = server;
    this.program = program;
  }

  static Breaker before(Program program) {
    try {
      Breaker breaker =
          new Breaker(
              HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0),
              program);
      breaker.server.setExecutor(breaker.threads);
      breaker.server.createContext("/", breaker::answer);
      breaker.server.start();
      return breaker;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().toString();
      String method = exchange.getRequestMethod();
      byte[] body = exchange.getRequestBody().readAllBytes();
      boolean picture = path.startsWith("/a/") || path.startsWith("/u/");
      Sent real = picture && kept.containsKey(path) ? kept.get(path) : real(exchange, body);
      if (picture && real.status() == 200) {
        kept.put(path, real);
      }
      Sent broken = broken(method, path, real);
      broken.headers().forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
      int length = broken.body().length;
      exchange.sendResponseHeaders(broken.status(), length == 0 ? -1 : length);
      if (length > 0) {
        exchange.getResponseBody().write(broken.body());
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private Sent real(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(program.address(exchange.getRequestURI().toString()))
            .version(HttpClient.Version.HTTP_1_1)
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!NOT_SENT_ON.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                request.setHeader(name, values.getFirst());
              }
            });
    HttpResponse<byte[]> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    Map<String, List<String>> headers = new java.util.TreeMap<>(answer.headers().map());
    headers.keySet().removeAll(Set.of("content-length", "transfer-encoding", "connection"));
    // Addresses that the program hands out lead past this proxy.
    String own = URI.create(url()).getAuthority();
    byte[] rewritten =
        headers.toString().contains("json")
            ? new String(answer.body(), StandardCharsets.UTF_8)
                .replace("127.0.0.1:" + program.port(), own)
                .getBytes(StandardCharsets.UTF_8)
            : answer.body();
    return new Sent(answer.statusCode(), headers, rewritten);
  }

  private static Sent broken(String method, String path, Sent real) {
    Map<String, List<String>> headers = new java.util.TreeMap<>(real.headers());
    int status = real.status();
    if (path.startsWith("/a/")) {
      headers.remove("x-content-type-options");
    }
    if (path.startsWith("/u/")) {
      headers.put("cache-control", List.of("public, max-age=31536000, immutable"));
    }
    if (status == 415 || status == 422 || status == 429) {
      // Whatever is refused is told to be taken.
      status = 200;
    }
    if (status == 401 || status == 404 && path.startsWith("/v1/")) {
      headers.remove("www-authenticate");
      headers.put("content-type", List.of("text/html"));
    }
    if (status == 405) {
      status = 404;
    }
    return new Sent(status, headers, real.body());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    http.shutdownNow();
  }
}
