package io.cameo.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.cameo.storage.IncomingObjects.Wanted;
import io.cameo.storage.UploadForm;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Event;

/** What a real bucket pushes to an address when an object arrives. */
@Timeout(120)
class RadosgwEventsTest {

  private static final String KEY = "incoming/0123456789abcdef0123456789abcdef";

  private record Pushed(String path, String body) {}

  @Test
  void pushesRecordsOfArrivedObjectsToTheAddressOfTheTopic() throws Exception {
    S3Server server = Radosgw.server();
    BlockingQueue<Pushed> pushed = new ArrayBlockingQueue<>(10);
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          pushed.add(new Pushed(exchange.getRequestURI().getPath(), body));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    receiver.start();
    try (S3Client client = server.client()) {
      String address =
          "http://127.0.0.1:" + receiver.getAddress().getPort() + "/v1/uploads/events/secret";
      String topic = createTopic(server, address);
      String bucket = server.newBucket();
      client.putBucketNotificationConfiguration(
          put ->
              put.bucket(bucket)
                  .notificationConfiguration(
                      to ->
                          to.topicConfigurations(
                              one ->
                                  one.id("arrivals")
                                      .topicArn(topic)
                                      .events(Event.S3_OBJECT_CREATED))));
      try (S3Store store = S3Store.open(server.options(bucket))) {
        UploadForm form =
            store
                .incoming()
                .orElseThrow()
                .form(new Wanted(KEY, "image/jpeg", 1, 100, Duration.ofMinutes(5)), Instant.now());
        assertThat(S3IncomingContract.send(form, "picture".getBytes(StandardCharsets.UTF_8)))
            .isBetween(200, 204);
      }

      Pushed event = pushed.poll(60, TimeUnit.SECONDS);
      assertThat(event).as("an event").isNotNull();
      assertThat(event.path()).isEqualTo("/v1/uploads/events/secret");
      assertThat(event.body())
          .startsWith("{\"Records\":[")
          .contains("\"object\":{\"key\":\"" + KEY + "\"", "\"s3\":{");
    } finally {
      receiver.stop(0);
    }
  }

  /** By SNS's own call, which the gateway takes at its root. */
  private static String createTopic(S3Server server, String address) throws Exception {
    URI root = server.endpoint().orElseThrow().resolve("/");
    String form =
        "Action=CreateTopic&Name=cameo-arrivals&Attributes.entry.1.key=push-endpoint"
            + "&Attributes.entry.1.value="
            + java.net.URLEncoder.encode(address, StandardCharsets.UTF_8);
    S3StoreOptions.Credentials keys = server.credentials().orElseThrow();
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                request ->
                    request
                        .identity(
                            AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey()))
                        .request(
                            SdkHttpRequest.builder()
                                .method(SdkHttpMethod.POST)
                                .uri(root)
                                .putHeader("Content-Type", "application/x-www-form-urlencoded")
                                .build())
                        .payload(ContentStreamProvider.fromUtf8String(form))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sns")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "default"));
    HttpRequest.Builder post =
        HttpRequest.newBuilder(root)
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofString(form));
    signed
        .request()
        .headers()
        .forEach(
            (name, values) -> {
              if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) {
                post.header(name, values.getFirst());
              }
            });
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = http.send(post.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return answer.body().replaceFirst("(?s).*<TopicArn>(.*?)</TopicArn>.*", "$1");
    }
  }
}
