package io.cameo.service.telemetry.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.thirdparty.jackson.core.JsonGenerator;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORFactory;

/** What is read of an account's alarms, from answers in the form of CloudWatch's. */
@Timeout(60)
class AlarmsTest {

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private boolean refuses;

  @BeforeEach
  void listen() throws IOException {
    System.setProperty("aws.region", "eu-central-1");
    System.setProperty("aws.accessKeyId", "AKIAIOSFODNN7EXAMPLE");
    System.setProperty("aws.secretAccessKey", "secret-of-the-tests-for-alarms");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    List.of("aws.region", "aws.accessKeyId", "aws.secretAccessKey").forEach(System::clearProperty);
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    asked.add(exchange.getRequestURI().getPath());
    byte[] body = refuses ? new byte[] {(byte) 0xA0} : page(asked.size());
    exchange.getResponseHeaders().add("smithy-protocol", "rpc-v2-cbor");
    exchange.getResponseHeaders().add("Content-Type", "application/cbor");
    exchange.sendResponseHeaders(refuses ? 403 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Two pages: one alarm of ours and another's, then one that rings for nobody. */
  private static byte[] page(int number) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator cbor = new CBORFactory().createGenerator(bytes)) {
      cbor.writeStartObject();
      cbor.writeArrayFieldStart("MetricAlarms");
      if (number == 1) {
        alarm(cbor, "failed uploads", "Cameo", "cameo.uploads.count", true);
        alarm(cbor, "another's", "AWS/EC2", "CPUUtilization", true);
      } else {
        alarm(cbor, "mute", "Cameo", "cameo.uploads.count", false);
      }
      cbor.writeEndArray();
      if (number == 1) {
        cbor.writeStringField("NextToken", "more");
      }
      cbor.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void alarm(
      JsonGenerator cbor, String name, String namespace, String metric, boolean tells)
      throws IOException {
    cbor.writeStartObject();
    cbor.writeStringField("AlarmName", name);
    cbor.writeStringField("Namespace", namespace);
    cbor.writeStringField("MetricName", metric);
    cbor.writeBooleanField("ActionsEnabled", tells);
    cbor.writeArrayFieldStart("AlarmActions");
    cbor.writeString("arn:aws:sns:eu-central-1:123456789012:operators");
    cbor.writeEndArray();
    cbor.writeEndObject();
  }

  private Optional<URI> here() {
    return Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  @Test
  void readsAllPagesAndOnlyWhatLooksAtTheNamespace() {
    assertThat(Alarms.of("Cameo", here()))
        .containsExactly(
            new Alarms.Alarm("failed uploads", List.of("cameo.uploads.count"), true),
            new Alarms.Alarm("mute", List.of("cameo.uploads.count"), false));
    assertThat(asked).hasSize(2).allMatch(path -> path.endsWith("/operation/DescribeAlarms"));
  }

  @Test
  void aRefusalNamesThePermission() {
    refuses = true;
    assertThatThrownBy(() -> Alarms.of("Cameo", here()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cloudwatch:DescribeAlarms");
  }
}
