package io.cameo.service.errors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/** Takes what the SDKs of Sentry and Rollbar send, and answers as their services do. */
final class TrackerServer implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
  private final CountDownLatch held;
  private final int status;

  /** One request, with its body unpacked. */
  record Report(String path, Map<String, List<String>> headers, String body) {}

  private TrackerServer(int status, boolean hangs) throws IOException {
    this.status = status;
    this.held = new CountDownLatch(hangs ? 1 : 0);
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::take);
    server.start();
  }

  static TrackerServer start() throws IOException {
    return new TrackerServer(200, false);
  }

  static TrackerServer failing() throws IOException {
    return new TrackerServer(500, false);
  }

  /** It takes requests and does not answer before it is closed. */
  static TrackerServer hanging() throws IOException {
    return new TrackerServer(200, true);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  String dsn() {
    return url().replace("://", "://publickey@") + "/42";
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
        body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
      }
      reports.add(
          new Report(
              exchange.getRequestURI().getPath(),
              Map.copyOf(exchange.getRequestHeaders()),
              new String(body, StandardCharsets.UTF_8)));
      held.await();
      byte[] answer = "{\"err\":0,\"result\":{}}".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next report; a failure when none comes. */
  Report next() throws InterruptedException {
    Report report = reports.poll(20, TimeUnit.SECONDS);
    if (report == null) {
      throw new AssertionError("nothing was reported");
    }
    return report;
  }

  int waiting() {
    return reports.size();
  }

  @Override
  public void close() {
    held.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
