package io.cameo.service.telemetry.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.thirdparty.jackson.core.JsonParser;
import software.amazon.awssdk.thirdparty.jackson.core.JsonToken;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORFactory;

/** What CloudWatch gets, read as CloudWatch reads it. */
@Timeout(60)
class CloudWatchReportsTest {

  private static final String SECRET = "secret-of-the-tests-for-cloudwatch";

  private final List<List<String>> reports = new CopyOnWriteArrayList<>();
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    System.setProperty("aws.region", "eu-central-1");
    System.setProperty("aws.accessKeyId", "AKIAIOSFODNN7EXAMPLE");
    System.setProperty("aws.secretAccessKey", SECRET);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (refusals.getAndDecrement() > 0) {
      exchange.sendResponseHeaders(503, -1);
      exchange.close();
      return;
    }
    heads.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().entrySet());
    reports.add(words(body));
    exchange.getResponseHeaders().add("smithy-protocol", "rpc-v2-cbor");
    exchange.getResponseHeaders().add("Content-Type", "application/cbor");
    exchange.sendResponseHeaders(200, 1);
    exchange.getResponseBody().write(0xA0);
    exchange.close();
  }

  /** Names, texts and numbers of a report, in their order. */
  private static List<String> words(byte[] cbor) throws IOException {
    List<String> words = new ArrayList<>();
    try (JsonParser parser = new CBORFactory().createParser(cbor)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue() || token == JsonToken.FIELD_NAME) {
          words.add(parser.getText());
        }
      }
    }
    return words;
  }

  private MeterRegistry begin() {
    return CloudWatchReports.begin(
        "Cameo/Test",
        Duration.ofMillis(200),
        Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())));
  }

  @Test
  void aReportNamesEveryMetricWithItsLabelsAndValue() {
    MeterRegistry registry = begin();
    try {
      registry.gauge("cameo.test.figure", 42);
      registry.counter("cameo.test.count", "outcome", "done").increment(3);

      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(reports.stream().flatMap(List::stream))
                      .contains(
                          "cameo.test.count.count", "outcome", "done", "cameo.test.figure.value")
                      .contains("42", "3"));
    } finally {
      registry.close();
    }
    assertThat(reports.getFirst()).contains("Namespace", "Cameo/Test");
    assertThat(heads.getFirst())
        .contains("GraniteServiceVersion20100801/operation/PutMetricData")
        .contains("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/")
        .doesNotContain(SECRET);
  }

  @Test
  void whatIsRefusedIsDroppedAndTheNextReportIsMade() {
    refusals.set(2);
    MeterRegistry registry = begin();
    try {
      registry.gauge("cameo.test.figure", 7);

      Awaitility.await().until(() -> !reports.isEmpty());

      assertThat(refusals.get()).as("both were used").isLessThanOrEqualTo(0);
    } finally {
      registry.close();
    }
  }

  @AfterEach
  void end() {
    server.stop(0);
    List.of("aws.region", "aws.accessKeyId", "aws.secretAccessKey").forEach(System::clearProperty);
  }
}
