package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.awt.Color;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** What the running program says of itself, to whoever asks and to whom it is told to tell. */
class MetricsTest {

  private static final Path PAGE = Path.of("../docs/metrics.md");
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String TOKEN = "token-of-the-tests-for-otlp";
  private static final String SECRET = "secret-of-the-tests-for-aws";

  /** Takes everything once it is well, and answers 503 before. */
  private static final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final AtomicBoolean well = new AtomicBoolean();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final Set<String> credentials = ConcurrentHashMap.newKeySet();
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final Set<String> metrics = ConcurrentHashMap.newKeySet();
    private final Set<String> cloudWatch = ConcurrentHashMap.newKeySet();

    Receiver() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::answer);
      server.start();
    }

    String base() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
      byte[] sent = exchange.getRequestBody().readAllBytes();
      boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      byte[] body =
          packed
              ? new GZIPInputStream(new java.io.ByteArrayInputStream(sent)).readAllBytes()
              : sent;
      String path = exchange.getRequestURI().getPath();
      asked.add(path);
      if (well.get()) {
        take(path, body, String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      }
      boolean aws = path.contains("PutMetricData");
      if (aws) {
        exchange.getResponseHeaders().add("smithy-protocol", "rpc-v2-cbor");
        exchange.getResponseHeaders().add("Content-Type", "application/cbor");
      }
      exchange.sendResponseHeaders(well.get() ? 200 : 503, aws ? 1 : -1);
      if (aws) {
        exchange.getResponseBody().write(0xA0);
      }
      exchange.close();
    }

    private void take(String path, byte[] body, String credential)
        throws InvalidProtocolBufferException {
      switch (path) {
        case "/v1/traces" ->
            ExportTraceServiceRequest.parseFrom(body)
                .getResourceSpansList()
                .forEach(
                    of -> of.getScopeSpansList().forEach(in -> spans.addAll(in.getSpansList())));
        case "/v1/metrics" ->
            ExportMetricsServiceRequest.parseFrom(body)
                .getResourceMetricsList()
                .forEach(
                    of ->
                        of.getScopeMetricsList()
                            .forEach(
                                in ->
                                    in.getMetricsList().stream()
                                        .map(Metric::getName)
                                        .forEach(metrics::add)));
        default ->
            Pattern.compile("cameo\\.[a-z.]+")
                .matcher(new String(body, StandardCharsets.ISO_8859_1))
                .results()
                .forEach(name -> cloudWatch.add(name.group()));
      }
      if (path.startsWith("/v1/")) {
        credentials.add(credential);
      }
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  /** First names of the rows of the page that are always there. */
  private static Set<String> catalogued(boolean always) throws IOException {
    return Files.readString(PAGE)
        .lines()
        .filter(line -> line.startsWith("| `"))
        .filter(line -> !always || !line.contains(" (with "))
        .map(line -> line.substring(3, line.indexOf('`', 3)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> shown(String scrape) {
    return scrape
        .lines()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .map(line -> line.split("[ {]", 2)[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isOf(String series, String name) {
    return series.equals(name) || series.matches(Pattern.quote(name) + "_(count|sum|max|bucket)");
  }

  @Test
  void whatIsShownIsInTheCatalogueAndReachesWhoIsToBeToldWithoutAnyName() throws Exception {
    try (Receiver receiver = new Receiver();
        Program program =
            Program.start(
                Homes.prepared(),
                Map.ofEntries(
                    Map.entry("CAMEO_OTLP_URL", receiver.base()),
                    Map.entry("CAMEO_OTLP_TOKEN", TOKEN),
                    Map.entry("CAMEO_TRACES", "100"),
                    Map.entry("CAMEO_METRICS_EVERY", "1s"),
                    Map.entry("CAMEO_CLOUDWATCH_NAMESPACE", "Cameo"),
                    Map.entry("CAMEO_CLOUDWATCH_ENDPOINT", receiver.base()),
                    Map.entry("AWS_REGION", "eu-central-1"),
                    Map.entry("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
                    Map.entry("AWS_SECRET_ACCESS_KEY", SECRET)))) {
      Api api = new Api(program, Program.ADMIN_KEY);
      work(api, Pictures.RED);
      Wait.until(
          "all receivers were asked in vain",
          SOON,
          () -> receiver.asked.containsAll(Set.of("/v1/metrics", "/v1/traces")));
      assertThat(api.get("/u/planted-ann.jpg").status()).as("nobody is harmed").isEqualTo(200);

      receiver.well.set(true);
      work(api, Pictures.BLUE);
      everythingIsCatalogued(api);
      everybodyIsTold(receiver);
      assertThat(program.log()).doesNotContain(TOKEN).doesNotContain(SECRET);
    }
  }

  private static void work(Api api, Color color) {
    assertThat(api.upload("planted-ann", Pictures.jpeg(90, color)).status()).isEqualTo(201);
    assertThat(api.upload("planted-ann", new byte[] {1, 2, 3}).status()).isEqualTo(415);
    assertThat(api.get("/u/planted-ann.jpg").status()).isEqualTo(200);
    assertThat(api.as("cameo_wrong").get("/v1/avatars/planted-ann").status()).isEqualTo(401);
    assertThat(api.get("/v1/avatars/planted-ann").status()).isEqualTo(200);
  }

  private static void everythingIsCatalogued(Api api) throws IOException {
    Set<String> all = catalogued(false);
    Set<String> always = catalogued(true);
    assertThat(all).hasSizeGreaterThan(80);
    Wait.until(
        "every metric that does not depend on a setting is shown",
        SOON,
        () -> {
          Set<String> shown = shown(api.management("/metrics").text());
          Set<String> missing =
              always.stream()
                  .filter(name -> shown.stream().noneMatch(series -> isOf(series, name)))
                  .collect(Collectors.toSet());
          assertThat(missing).isEmpty();
          return true;
        });
    Wait.until(
        "figures of the database are known",
        SOON,
        () -> api.management("/metrics").text().contains("cameo_database_statements_known 1.0"));
    String scrape = api.management("/metrics").text();
    assertThat(shown(scrape).stream().filter(series -> series.startsWith("cameo_")))
        .allSatisfy(
            series ->
                assertThat(all)
                    .as("%s is not in docs/metrics.md", series)
                    .anyMatch(name -> isOf(series, name)));
    assertThat(scrape)
        .contains("cameo_uploads_seconds_count{outcome=\"unsupported-type\",result=\"refused\"}")
        .contains("cameo_upload_steps_seconds_count{result=\"done\",step=\"store\"}")
        .contains("cameo_worker_exits_total{reason=\"crashed\"} 0.0")
        .contains("cameo_logins_refused_total{credential=\"key\"}")
        .containsPattern("cameo_stored_bytes\\{class=\"master\"} [0-9]")
        .containsPattern(
            "http_server_requests_seconds_count\\{[^}]*method=\"GET\"[^}]*status=\"200\","
                + "uri=\"/v1/avatars/\\{subject}\"} 2(\\.0)?\n")
        .doesNotContain("planted-ann");
  }

  private static void everybodyIsTold(Receiver receiver) {
    Wait.until(
        "metrics have come to the collector and to CloudWatch, and spans to the collector",
        SOON,
        () ->
            receiver.metrics.contains("cameo.uploads")
                && receiver.cloudWatch.stream().anyMatch(name -> name.startsWith("cameo.uploads"))
                && receiver.spans.stream()
                    .anyMatch(span -> span.getName().contains("/v1/avatars/{subject}")));
    assertThat(receiver.credentials).containsExactly("Bearer " + TOKEN);
    assertThat(receiver.spans).isNotEmpty();
    assertThat(receiver.spans.toString())
        .doesNotContain("planted-ann")
        .doesNotContain("127.0.0.1")
        .doesNotContain(Program.ADMIN_KEY);
    assertThat(receiver.spans)
        .allSatisfy(
            span -> {
              assertThat(span.getEventsList()).isEmpty();
              assertThat(span.getStatus().getMessage()).isEmpty();
            });
    stepsArePartsOfTheirRequest(receiver);
  }

  private static void stepsArePartsOfTheirRequest(Receiver receiver) {
    Wait.until(
        "steps of an upload and a read of the store have come",
        SOON,
        () -> {
          Set<String> names =
              receiver.spans.stream().map(Span::getName).collect(Collectors.toSet());
          return names.containsAll(
              Set.of(
                  "upload.receive",
                  "upload.scan",
                  "upload.render",
                  "upload.work",
                  "upload.intend",
                  "upload.store",
                  "upload.publish",
                  "delivery.read"));
        });
    Span publish = named(receiver, "upload.publish").getFirst();
    Span request =
        receiver.spans.stream()
            .filter(span -> span.getSpanId().equals(publish.getParentSpanId()))
            .findFirst()
            .orElseThrow();
    assertThat(request.getName()).isEqualTo("http put /v1/avatars/{subject}");
    assertThat(publish.getTraceId()).isEqualTo(request.getTraceId());
    assertThat(publish.getAttributesList().toString()).contains("result", "done");
    Span work =
        named(receiver, "upload.work").stream()
            .filter(span -> span.getTraceId().equals(request.getTraceId()))
            .findFirst()
            .orElseThrow();
    assertThat(named(receiver, "upload.render"))
        .anyMatch(render -> render.getSpanId().equals(work.getParentSpanId()));
    assertThat(named(receiver, "delivery.read"))
        .as("a read is for all who wait for it")
        .allMatch(read -> read.getParentSpanId().isEmpty());
  }

  private static List<Span> named(Receiver receiver, String name) {
    return receiver.spans.stream().filter(span -> span.getName().equals(name)).toList();
  }
}
