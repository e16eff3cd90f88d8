package io.cameo.service.ops.smoke;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What the runs of a monitor came to, as metrics in Prometheus' text form at {@code /metrics}. The
 * names are promised in docs/operations/smoke.md.
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
    metric(text, "cameo_smoke_runs_total", "counter", "Runs so far.");
    text.append("cameo_smoke_runs_total{outcome=\"passed\"} ").append(well).append('\n');
    text.append("cameo_smoke_runs_total{outcome=\"failed\"} ").append(failed).append('\n');
    last.ifPresent(report -> of(report, text));
    return text.toString();
  }

  private void of(SmokeReport report, StringBuilder text) {
    metric(text, "cameo_smoke_success", "gauge", "Whether the last run had no failed step.");
    text.append("cameo_smoke_success ").append(report.well() ? 1 : 0).append('\n');
    metric(text, "cameo_smoke_last_run_timestamp_seconds", "gauge", "When it began.");
    text.append("cameo_smoke_last_run_timestamp_seconds ")
        .append(report.startedAt().getEpochSecond())
        .append('\n');
    metric(
        text,
        "cameo_smoke_last_success_timestamp_seconds",
        "gauge",
        "When a run without a failed step ended; 0 when there was none.");
    text.append("cameo_smoke_last_success_timestamp_seconds ").append(lastSuccess).append('\n');
    metric(text, "cameo_smoke_duration_seconds", "gauge", "How long the last run took.");
    text.append("cameo_smoke_duration_seconds ").append(seconds(report.took())).append('\n');
    metric(text, "cameo_smoke_step_duration_seconds", "gauge", "How long each step of it took.");
    for (StepResult step : report.steps()) {
      text.append(
          "cameo_smoke_step_duration_seconds{step=\"%s\"} %s\n"
              .formatted(step.step().name(), seconds(step.took())));
    }
    metric(text, "cameo_smoke_step", "gauge", "1 for the outcome that each step of it had.");
    for (StepResult step : report.steps()) {
      for (Outcome outcome : Outcome.values()) {
        text.append(
            "cameo_smoke_step{step=\"%s\",outcome=\"%s\"} %d\n"
                .formatted(step.step().name(), outcome.word(), step.outcome() == outcome ? 1 : 0));
      }
    }
  }

  private static void metric(StringBuilder text, String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
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
