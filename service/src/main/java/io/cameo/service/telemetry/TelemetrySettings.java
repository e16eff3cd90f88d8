package io.cameo.service.telemetry;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is measured, and who is told beside whoever asks {@code /metrics}.
 *
 * @param metrics whether anything is measured at all
 * @param every pause between two reports to CloudWatch or a collector
 * @param cloudWatch where CloudWatch is told; empty tells it nothing
 * @param collector that metrics and traces go to by OTLP; empty sends nothing
 * @param traced of a hundred requests, how many are traced
 */
public record TelemetrySettings(
    boolean metrics,
    Duration every,
    Optional<CloudWatch> cloudWatch,
    Optional<Collector> collector,
    int traced) {

  /**
   * CloudWatch.
   *
   * @param endpoint in the place of AWS's own
   */
  public record CloudWatch(String namespace, Optional<URI> endpoint) {}

  /**
   * A collector that speaks OTLP over HTTP.
   *
   * @param token sent as {@code Authorization: Bearer}
   * @param metrics whether it gets metrics
   */
  public record Collector(URI base, Optional<String> token, boolean metrics) {

    @Override
    public String toString() {
      return "collector at " + base;
    }
  }

  private static final String PAGE = " See docs/operations/monitoring.md.";

  private static final Option<Boolean> METRICS =
      Options.onOff(
          "CAMEO_METRICS",
          true,
          "off measures nothing: /metrics is empty, and no alert of docs/operations/alerts.md works."
              + " For comparisons.");

  private static final Option<Duration> EVERY =
      Options.time(
          "CAMEO_METRICS_EVERY",
          "1m",
          Duration.ofSeconds(1),
          Duration.ofMinutes(10),
          "Pause between two reports of metrics to CloudWatch or to CAMEO_OTLP_URL. /metrics answers"
              + " with what is so when it is asked.");

  private static final Option<Optional<String>> NAMESPACE =
      Options.text(
          "CAMEO_CLOUDWATCH_NAMESPACE",
          "a namespace of CloudWatch such as Cameo",
          "Sends metrics to CloudWatch under this name, in the region and with the credentials that"
              + " AWS's own tools would use here (cloudwatch:PutMetricData is needed).");

  private static final Option<Optional<URI>> CLOUDWATCH_ENDPOINT =
      Options.address(
          "CAMEO_CLOUDWATCH_ENDPOINT",
          "Address of CloudWatch in the place of its public one, as for a proxy, a private endpoint"
              + " or a test.");

  private static final Option<Optional<URI>> OTLP =
      Options.address(
          "CAMEO_OTLP_URL",
          "Base address of a collector that speaks OTLP over HTTP, such as http://127.0.0.1:4318:"
              + " metrics go to /v1/metrics there, traces to /v1/traces.");

  private static final Option<Optional<String>> OTLP_TOKEN =
      Options.text(
          "CAMEO_OTLP_TOKEN", "a token", "Sent to CAMEO_OTLP_URL as Authorization: Bearer.");

  private static final Option<Boolean> OTLP_METRICS =
      Options.onOff(
          "CAMEO_OTLP_METRICS", true, "Whether CAMEO_OTLP_URL gets metrics; off leaves it traces.");

  private static final Option<Integer> TRACES =
      Options.count(
          "CAMEO_TRACES",
          0,
          0,
          100,
          "Of a hundred requests, how many are traced to CAMEO_OTLP_URL. Traces hold no subjects,"
              + " addresses or messages.");

  public static TelemetrySettings from(Settings settings) {
    boolean metrics = settings.get(METRICS);
    Duration every = settings.get(EVERY);
    Optional<String> namespace = settings.get(NAMESPACE);
    Optional<URI> endpoint = settings.get(CLOUDWATCH_ENDPOINT);
    Optional<URI> base = settings.get(OTLP);
    Optional<String> token = settings.get(OTLP_TOKEN);
    boolean otlpMetrics = settings.get(OTLP_METRICS);
    int traced = settings.get(TRACES);
    if (namespace.isEmpty() && endpoint.isPresent()) {
      settings.refuse(
          CLOUDWATCH_ENDPOINT.name(),
          "is set, but CAMEO_CLOUDWATCH_NAMESPACE is not: nothing would be sent there." + PAGE);
    }
    if (base.isEmpty() && (token.isPresent() || traced > 0)) {
      settings.refuse(
          token.isPresent() ? OTLP_TOKEN.name() : TRACES.name(),
          "is set, but CAMEO_OTLP_URL is not: nothing would be sent." + PAGE);
    }
    return new TelemetrySettings(
        metrics,
        every,
        namespace.filter(any -> metrics).map(name -> new CloudWatch(name, endpoint)),
        base.map(address -> new Collector(address, token, metrics && otlpMetrics)),
        base.isPresent() ? traced : 0);
  }

  private static final String OTEL =
      "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.";

  private static final String OTEL_SDK = "org.springframework.boot.opentelemetry.autoconfigure.";
  private static final String TRACING =
      "org.springframework.boot.micrometer.tracing.autoconfigure.";

  /** The framework's own parts for logs by OTLP: ours go to standard output. */
  private static final List<String> NEVER =
      List.of(
          OTEL_SDK + "logging.OpenTelemetryLoggingAutoConfiguration",
          OTEL_SDK + "logging.otlp.OtlpLoggingAutoConfiguration",
          TRACING + "otlp.OtlpExemplarsAutoConfiguration",
          TRACING + "prometheus.PrometheusExemplarsAutoConfiguration");

  /** What is not even made where nothing is traced. */
  private static final List<String> FOR_TRACES =
      List.of(
          OTEL_SDK + "OpenTelemetrySdkAutoConfiguration",
          OTEL + "OpenTelemetryTracingAutoConfiguration",
          OTEL + "otlp.OtlpTracingAutoConfiguration",
          TRACING + "MicrometerTracingAutoConfiguration",
          TRACING + "NoopTracerAutoConfiguration");

  /** What the framework is told about it. */
  public Map<String, Object> properties() {
    Map<String, Object> told = new HashMap<>();
    List<String> left = new java.util.ArrayList<>(NEVER);
    if (traced == 0) {
      left.addAll(FOR_TRACES);
    }
    told.put("spring.autoconfigure.exclude", String.join(",", left));
    told.put("management.metrics.enable.all", metrics);
    told.put(
        "management.otlp.metrics.export.enabled", collector.filter(Collector::metrics).isPresent());
    // How many requests are inside is no figure that anything of ours uses, and it costs most.
    told.put("management.metrics.observations.ignored-meters", "long-task-timer");
    // OTEL_… variables of the machine are no settings of ours.
    told.put("management.opentelemetry.map-environment-variables", false);
    collector.ifPresent(to -> told.putAll(collected(to)));
    return told;
  }

  private Map<String, Object> collected(Collector to) {
    Map<String, Object> told = new HashMap<>();
    told.put("management.otlp.metrics.export.url", to.base() + "/v1/metrics");
    told.put("management.otlp.metrics.export.step", every.toMillis() + "ms");
    told.put("management.otlp.metrics.export.connect-timeout", "2s");
    told.put("management.otlp.metrics.export.read-timeout", "5s");
    told.put("management.otlp.metrics.export.compression-mode", "gzip");
    told.put("management.tracing.sampling.probability", traced / 100.0);
    // A stranger's header decides nothing: neither whether a request is traced nor its number.
    told.put("management.tracing.propagation.consume", "");
    told.put("management.tracing.baggage.enabled", false);
    told.put("management.opentelemetry.tracing.sampler", "trace-id-ratio");
    String traces = "management.opentelemetry.tracing.export.";
    told.put(traces + "max-queue-size", 2_048);
    told.put(traces + "timeout", "5s");
    told.put(traces + "otlp.endpoint", to.base() + "/v1/traces");
    told.put(traces + "otlp.timeout", "5s");
    told.put(traces + "otlp.connect-timeout", "2s");
    told.put(traces + "otlp.compression", "gzip");
    to.token()
        .ifPresent(
            token -> {
              told.put("management.otlp.metrics.export.headers.Authorization", "Bearer " + token);
              told.put(traces + "otlp.headers.Authorization", "Bearer " + token);
            });
    return told;
  }
}
