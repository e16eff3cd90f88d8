package io.cameo.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A receiver of webhooks. Each is verified by the library of Standard Webhooks, which nobody here
 * wrote.
 */
final class Webhooks implements AutoCloseable {

  static final String SECRET = "whsec_QSBrZXkgb2YgdGhlIGJsYWNrLWJveCB0ZXN0cw==";

  /** Such addresses are often secrets themselves. */
  static final String PATH = "/planted-path-of-a-webhook";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** One call: what the library needs of its headers, and its body. */
  record Call(Map<String, String> headers, byte[] body) {}

  final List<Call> calls = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  Webhooks() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> headers = new java.util.HashMap<>();
      for (String name : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
        headers.put(name, String.valueOf(exchange.getRequestHeaders().getFirst(name)));
      }
      calls.add(new Call(headers, exchange.getRequestBody().readAllBytes()));
      exchange.sendResponseHeaders(204, -1);
    }
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + PATH;
  }

  /** What a call says, after its signature and its time were found good. */
  static JsonNode verified(Call call) throws IOException, InterruptedException {
    Path folder = Path.of("webhooks").toAbsolutePath();
    if (!Files.isDirectory(folder.resolve("node_modules"))) {
      throw Skips.missing(
          "the library of Standard Webhooks: no it/webhooks/node_modules (./cameo test installs"
              + " it)");
    }
    Path body = Files.createTempFile("webhook", ".json");
    Path out = Files.createTempFile("webhook", ".out");
    try {
      Files.write(body, call.body());
      Process node =
          new ProcessBuilder("node", "verify.mjs", SECRET, JSON.writeValueAsString(call.headers()))
              .directory(folder.toFile())
              .redirectInput(body.toFile())
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      if (!node.waitFor(60, TimeUnit.SECONDS)) {
        node.destroyForcibly();
        throw new AssertionError("the library did not finish");
      }
      if (node.exitValue() != 0) {
        throw new AssertionError("the library does not take it: " + Files.readString(out));
      }
      return JSON.readTree(Files.readString(out));
    } finally {
      Files.deleteIfExists(body);
      Files.deleteIfExists(out);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
