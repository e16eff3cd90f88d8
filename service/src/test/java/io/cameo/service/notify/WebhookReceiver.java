package io.cameo.service.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Writes down the webhooks that it is sent, and answers what the test says. */
final class WebhookReceiver implements AutoCloseable {

  /** One call. */
  record Call(String path, Map<String, List<String>> headers, String body) {

    String header(String name) {
      return headers.entrySet().stream()
          .filter(entry -> entry.getKey().equalsIgnoreCase(name))
          .map(entry -> String.join(", ", entry.getValue()))
          .findFirst()
          .orElse("");
    }
  }

  /** What is answered; a status of 0 is none at all. */
  record Answer(int status, Map<String, String> headers) {

    static Answer of(int status) {
      return new Answer(status, Map.of());
    }
  }

  final List<Call> calls = new CopyOnWriteArrayList<>();
  volatile Function<Call, Answer> answers = call -> Answer.of(204);
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  WebhookReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    Call call =
        new Call(
            exchange.getRequestURI().toString(),
            Map.copyOf(exchange.getRequestHeaders()),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    calls.add(call);
    Optional<Answer> answer = Optional.of(answers.apply(call)).filter(one -> one.status() > 0);
    if (answer.isPresent()) {
      answer.get().headers().forEach(exchange.getResponseHeaders()::add);
      exchange.sendResponseHeaders(answer.get().status(), -1);
      exchange.close();
    }
  }

  String address(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
