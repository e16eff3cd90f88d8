package io.cameo.service.ops.smoke;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cameo.service.observability.Measure;
import io.cameo.service.observability.SmokeMetric;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the runs of a monitor came to, as metrics of the catalogue in Prometheus' text form at
 * {@code /metrics}.
 */
final class Monitor implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile Optional<SmokeReport> last = Optional.empty();
  private volatile long lastSuccess;
  private volatile long well;
  private volatile long failed;

  private Monitor(HttpServer server) {
    this.server = server;
  }

  /**
   * @throws IOException when the port cannot be had
   */
  static Monitor listen(InetSocketAddress address) throws IOException {
    // Read by the JDK's server when its first one is made: nobody may hold it.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "10");
    System.setProperty("jdk.httpserver.maxConnections", "64");
    Monitor monitor = new Monitor(HttpServer.create(address, 16));
    monitor.server.setExecutor(monitor.threads);
    monitor.server.createContext("/", monitor::answer);
    monitor.server.start();
    return monitor;
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** A run is over. */
  void note(SmokeReport report) {
    if (report.well()) {
      well++;
      lastSuccess = report.startedAt().plus(report.took()).getEpochSecond();
    } else {
      failed++;
    }
    last = Optional.of(report);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean known = exchange.getRequestURI().getPath().equals("/metrics");
      boolean read = exchange.getRequestMethod().equals("GET");
      byte[] body = (known && read ? text() : "").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      exchange.sendResponseHeaders(
          !known ? 404 : read ? 200 : 405, body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(body);
        }
      }
    }
  }

  /** All metrics. */
  String text() {
    StringBuilder text = new StringBuilder();
    head(text, SmokeMetric.RUNS);
    line(text, SmokeMetric.RUNS, Long.toString(well), "passed");
    line(text, SmokeMetric.RUNS, Long.toString(failed), "failed");
    last.ifPresent(report -> of(report, text));
    return text.toString();
  }

  private void of(SmokeReport report, StringBuilder text) {
    one(text, SmokeMetric.SUCCESS, report.well() ? "1" : "0");
    one(text, SmokeMetric.LAST_RUN, Long.toString(report.startedAt().getEpochSecond()));
    one(text, SmokeMetric.LAST_SUCCESS, Long.toString(lastSuccess));
    one(text, SmokeMetric.DURATION, seconds(report.took()));
    head(text, SmokeMetric.STEP_DURATION);
    for (StepResult step : report.steps()) {
      line(text, SmokeMetric.STEP_DURATION, seconds(step.took()), step.step().name());
    }
    head(text, SmokeMetric.STEP);
    for (StepResult step : report.steps()) {
      for (Outcome outcome : Outcome.values()) {
        line(
            text,
            SmokeMetric.STEP,
            step.outcome() == outcome ? "1" : "0",
            step.step().name(),
            outcome.word());
      }
    }
  }

  private static void one(StringBuilder text, SmokeMetric metric, String value) {
    head(text, metric);
    line(text, metric, value);
  }

  private static void head(StringBuilder text, SmokeMetric metric) {
    Measure measure = metric.measure();
    text.append("# HELP %s %s.\n".formatted(measure.shown(), measure.meaning()));
    text.append(
        "# TYPE %s %s\n"
            .formatted(measure.shown(), measure.kind().name().toLowerCase(Locale.ROOT)));
  }

  /** A line; names of steps and outcomes are words, which need no quoting. */
  private static void line(StringBuilder text, SmokeMetric metric, String value, String... labels) {
    // The catalogue refuses what it does not know.
    metric.tags(labels);
    String with =
        IntStream.range(0, labels.length)
            .mapToObj(i -> metric.measure().labels().get(i).name() + "=\"" + labels[i] + "\"")
            .collect(Collectors.joining(","));
    text.append(metric.measure().shown())
        .append(with.isEmpty() ? "" : "{" + with + "}")
        .append(' ')
        .append(value)
        .append('\n');
  }

  private static String seconds(java.time.Duration time) {
    return String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e9);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
