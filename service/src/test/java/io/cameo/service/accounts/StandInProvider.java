package io.cameo.service.accounts;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An identity provider on this machine that publishes keys, well or badly. */
final class StandInProvider implements AutoCloseable {

  /** How the address of the keys behaves. */
  enum Mood {
    WELL,
    /** Answers 500. */
    FAILING,
    /** Takes the request and says nothing. */
    SILENT,
    /** Answers a byte at a time, without an end. */
    TRICKLING,
    /** Answers more than any set of keys has. */
    HUGE,
    /** Answers something else. */
    NONSENSE
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private volatile Mood mood = Mood.WELL;
  private volatile String keys = "{\"keys\":[]}";

  StandInProvider() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.setExecutor(threads);
    server.createContext("/keys", this::keys);
    server.createContext("/.well-known/openid-configuration", this::configuration);
    server.start();
  }

  String issuer() {
    return "http://"
        + server.getAddress().getAddress().getHostAddress()
        + ":"
        + server.getAddress().getPort();
  }

  URI keysAddress() {
    return URI.create(issuer() + "/keys");
  }

  /** From now on these keys are published, and no others. */
  void publish(JWK... published) {
    keys = new JWKSet(java.util.List.of(published)).toString();
  }

  void be(Mood now) {
    mood = now;
  }

  /** How often somebody came for the keys. */
  int asked() {
    return asked.get();
  }

  private void configuration(HttpExchange exchange) throws IOException {
    if (mood == Mood.WELL) {
      send(
          exchange,
          200,
          "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(issuer(), keysAddress()));
    } else {
      keys(exchange);
    }
  }

  private void keys(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    switch (mood) {
      case WELL -> send(exchange, 200, keys);
      case FAILING -> send(exchange, 500, "{}");
      case NONSENSE -> send(exchange, 200, "<html>Please log in</html>");
      case SILENT -> waitForTheEnd();
      case TRICKLING -> endless(exchange, new byte[] {' '}, true);
      case HUGE -> endless(exchange, " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8), false);
    }
    exchange.close();
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private void endless(HttpExchange exchange, byte[] portion, boolean slowly) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      do {
        body.write(portion);
        body.flush();
      } while (!(slowly ? closing.await(50, TimeUnit.MILLISECONDS) : closing.getCount() == 0));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void waitForTheEnd() {
    try {
      closing.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
