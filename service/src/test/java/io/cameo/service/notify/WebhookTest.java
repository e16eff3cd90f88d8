package io.cameo.service.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.notify.WebhookReceiver.Answer;
import io.cameo.service.notify.WebhookReceiver.Call;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Webhooks that a real receiver gets. A library that nobody here wrote verifies them in {@code it}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class WebhookTest {

  private NotifyRig rig;
  private NotifySettings settings;

  @BeforeAll
  void open(@TempDir Path folder) {
    rig = new NotifyRig(folder);
    settings = NotifyRig.settings(rig.webhook());
  }

  @AfterAll
  void close() {
    rig.close();
  }

  @BeforeEach
  void forget() {
    rig.forget();
  }

  private Call onlyCall() {
    assertThat(rig.receiver.calls).hasSize(1);
    return rig.receiver.calls.getFirst();
  }

  private static String signature(String secret, Call call) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(
        new SecretKeySpec(Base64.getDecoder().decode(secret.replace("whsec_", "")), "HmacSHA256"));
    String signed =
        call.header("webhook-id") + "." + call.header("webhook-timestamp") + "." + call.body();
    return "v1,"
        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }

  /** Values of another implementation: the openssl command and the example of the specification. */
  @Test
  void aSignatureIsTheOneThatOthersMake() {
    assertThat(
            WebhookSignature.of(
                List.of(NotifySettings.Secret.parse(NotifyRig.SECRET)),
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                java.time.Instant.ofEpochSecond(1_614_265_330),
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void everyEventIsSentOnceAndSigned() throws Exception {
    Deliveries node = rig.node(settings);
    rig.say("Wir ziehen um: \u00fc \ud83d\ude80 <b>");
    node.sendToFew();
    node.sendToFew();

    Call call = onlyCall();
    assertThat(call.path()).isEqualTo("/hook");
    assertThat(call.header("Content-Type")).isEqualTo("application/json");
    assertThat(call.header("webhook-signature")).isEqualTo(signature(NotifyRig.SECRET, call));
    JsonNode body = JsonMapper.shared().readTree(call.body());
    assertThat(body.path("type").asString()).isEqualTo("maintenance.started");
    assertThat(body.path("data").path("message").asString())
        .isEqualTo("Wir ziehen um: \u00fc \ud83d\ude80 <b>");
    assertThat(body.path("data").path("status").asString())
        .isEqualTo("https://avatars.example.org/v1/status");
    assertThat(java.time.Instant.parse(body.path("timestamp").asString())).isNotNull();
    assertThat(rig.rows("state = 'sent' and answer = '204'")).isEqualTo(1);

    rig.desk.end(NotifyRig.ACTOR);
    node.sendToFew();

    assertThat(rig.receiver.calls).hasSize(2);
    assertThat(rig.receiver.calls.getLast().body()).contains("\"maintenance.ended\"");
    assertThat(rig.receiver.calls.getLast().header("webhook-id"))
        .isNotEqualTo(call.header("webhook-id"));
  }

  @Test
  void allKeysOfAnEndpointSign() throws Exception {
    String other = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    rig.say("Two keys.");
    rig.node(
            NotifyRig.settings(
                Map.of(
                    "CAMEO_WEBHOOKS",
                    rig.receiver.address("/hook"),
                    "CAMEO_WEBHOOK_SECRET",
                    other + " " + NotifyRig.SECRET)))
        .sendToFew();

    assertThat(onlyCall().header("webhook-signature"))
        .isEqualTo(signature(other, onlyCall()) + " " + signature(NotifyRig.SECRET, onlyCall()));
  }

  @Test
  void whatWasNotTakenIsTriedAgainUnderTheSameIdAndWithTheSameBody() throws Exception {
    Deliveries node = rig.node(settings);
    rig.receiver.answers = call -> Answer.of(500);
    rig.say("Again.");
    node.sendToFew();
    assertThat(rig.rows("state = 'due' and due_at > now() + interval '4 seconds'")).isEqualTo(1);
    node.sendToFew();
    assertThat(rig.receiver.calls).as("not before its time").hasSize(1);
    rig.letTimePass();
    node.sendToFew();
    assertThat(rig.rows("due_at > now() + interval '4 minutes'")).as("5 minutes now").isEqualTo(1);
    rig.receiver.answers = call -> Answer.of(200);
    rig.letTimePass();
    node.sendToFew();

    assertThat(rig.receiver.calls).hasSize(3);
    assertThat(rig.receiver.calls.stream().map(call -> call.header("webhook-id")).distinct())
        .hasSize(1);
    assertThat(rig.receiver.calls.stream().map(Call::body).distinct()).hasSize(1);
    for (Call call : rig.receiver.calls) {
      assertThat(call.header("webhook-signature")).isEqualTo(signature(NotifyRig.SECRET, call));
    }
    assertThat(rig.rows("state = 'sent' and tries = 3")).isEqualTo(1);
  }

  @Test
  void afterTenTriesItIsGivenUpUntilTheOperatorSaysAgain() {
    Deliveries node = rig.node(settings);
    rig.receiver.answers = call -> Answer.of(503);
    rig.say("In vain.");
    for (int i = 0; i < 12; i++) {
      node.sendToFew();
      rig.letTimePass();
    }
    assertThat(rig.receiver.calls).hasSize(10);
    assertThat(rig.rows("state = 'failed' and answer = '503'")).isEqualTo(1);

    rig.receiver.answers = call -> Answer.of(200);
    assertThat(rig.desk.again(NotifyRig.ACTOR)).isEqualTo(1);
    node.sendToFew();

    assertThat(rig.rows("state = 'sent'")).isEqualTo(1);
  }

  @Test
  void aReceiverMayAskForMoreTimeButNotForEver() {
    Deliveries node = rig.node(settings);
    rig.receiver.answers = call -> new Answer(429, Map.of("Retry-After", "3600"));
    rig.say("Wait.");
    node.sendToFew();
    assertThat(rig.rows("due_at > now() + interval '50 minutes'")).isEqualTo(1);

    rig.receiver.answers = call -> new Answer(429, Map.of("Retry-After", "9999999"));
    rig.letTimePass();
    node.sendToFew();
    assertThat(
            rig.rows("due_at between now() + interval '20 hours' and now() + interval '27 hours'"))
        .isEqualTo(1);
  }

  @Test
  void silenceIsNoAnswer() {
    rig.receiver.answers = call -> Answer.of(0);
    rig.say("Anybody there?");
    rig.node(settings, NotifyRig.PATIENCE).sendToFew();

    assertThat(rig.receiver.calls).hasSize(1);
    assertThat(rig.rows("state = 'due' and answer = 'no answer in time'")).isEqualTo(1);
  }

  @Test
  void theStatusCountsHoweverLongItsBodyIs() throws Exception {
    try (java.net.ServerSocket server =
            new java.net.ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress());
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      thread.submit(
          () -> {
            try (java.net.Socket caller = server.accept()) {
              caller
                  .getOutputStream()
                  .write(
                      "HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\nfirst"
                          .getBytes(StandardCharsets.UTF_8));
              // Nothing else comes; the caller ends it.
              return caller.getInputStream().readAllBytes();
            }
          });
      rig.say("Taken.");
      rig.node(
              NotifyRig.settings(
                  Map.of(
                      "CAMEO_WEBHOOKS",
                      "http://127.0.0.1:" + server.getLocalPort() + "/",
                      "CAMEO_WEBHOOK_SECRET",
                      NotifyRig.SECRET)),
              NotifyRig.PATIENCE)
          .sendToFew();
    }

    assertThat(rig.rows("state = 'sent' and answer = '200'")).isEqualTo(1);
  }

  @Test
  void aRedirectionIsNotFollowed() {
    rig.receiver.answers =
        call -> new Answer(307, Map.of("Location", rig.receiver.address("/elsewhere")));
    rig.say("Here.");
    rig.node(settings).sendToFew();

    assertThat(rig.receiver.calls).extracting(Call::path).containsExactly("/hook");
    assertThat(rig.rows("state = 'due' and answer = '307'")).isEqualTo(1);
  }

  @Test
  void anEndpointThatIsGoneIsSentNothingUntilTheOperatorSaysAgain() {
    Deliveries node = rig.node(settings);
    rig.receiver.answers = call -> Answer.of(410);
    rig.say("First.");
    node.sendToFew();
    rig.say("Second.");
    node.sendToFew();
    rig.letTimePass();
    node.sendToFew();

    assertThat(rig.receiver.calls).hasSize(1);
    assertThat(rig.desk.report().gone()).hasSize(1);
    assertThat(rig.desk.report().toString()).doesNotContain("127.0.0.1");

    rig.receiver.answers = call -> Answer.of(200);
    rig.desk.again(NotifyRig.ACTOR);
    node.sendToFew();
    rig.say("Third.");
    node.sendToFew();

    assertThat(rig.receiver.calls.getLast().body()).contains("Third.");
    assertThat(rig.desk.report().gone()).isEmpty();
  }

  @Test
  void manyNodesAtOneOutboxSendEverythingOnce() throws Exception {
    int events = 30;
    int nodes = 4;
    for (int i = 0; i < events; i++) {
      rig.say("Event " + i + ".");
    }
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newFixedThreadPool(nodes)) {
      List<? extends Future<?>> work =
          IntStream.range(0, nodes)
              .mapToObj(
                  i -> {
                    Deliveries node = rig.node(settings);
                    return threads.submit(
                        () -> {
                          start.await();
                          while (rig.rows("tries > 0") < events) {
                            node.sendToFew();
                          }
                          return Optional.empty();
                        });
                  })
              .toList();
      start.countDown();
      for (Future<?> one : work) {
        one.get();
      }
    }

    assertThat(rig.rows("state = 'sent'")).isEqualTo(events);
    assertThat(rig.receiver.calls).hasSize(events);
    assertThat(rig.receiver.calls.stream().map(call -> call.header("webhook-id")).distinct())
        .hasSize(events);
  }

  @Test
  void noRowIsTakenByTwoNodes() throws Exception {
    int rows = 400;
    int nodes = 4;
    rig.say("Many.");
    rig.database
        .sql()
        .sql(
            "insert into notice_delivery (event, way, recipient) select id, 'webhook', n::text"
                + " from notice_event, generate_series(1, ?) as n")
        .param(rows)
        .update();
    CyclicBarrier together = new CyclicBarrier(nodes);
    List<String> taken = new CopyOnWriteArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(nodes)) {
      List<? extends Future<?>> work =
          IntStream.range(0, nodes)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            for (int turn = 0; turn < rows / nodes; turn++) {
                              together.await(20, TimeUnit.SECONDS);
                              rig.outbox
                                  .take(Way.FEW, 1)
                                  .forEach(row -> taken.add(row.recipient()));
                            }
                            return Optional.empty();
                          }))
              .toList();
      for (Future<?> one : work) {
        one.get();
      }
    }

    assertThat(taken).hasSize(rows).doesNotHaveDuplicates();
  }

  @Test
  void whatAKilledNodeHadTakenIsSentOnceByAnotherWhenItsLeaseEnds() {
    rig.outbox.spread(List.of(), List.of());
    rig.say("Taken by one that dies.");
    rig.outbox.spread(
        settings.endpoints().stream().map(NotifySettings.Endpoint::key).toList(), List.of());
    assertThat(rig.outbox.take(Way.FEW, 10)).hasSize(1);

    Deliveries other = rig.node(settings);
    other.sendToFew();
    assertThat(rig.receiver.calls).as("the lease holds").isEmpty();

    rig.letTimePass();
    other.sendToFew();
    other.sendToFew();

    assertThat(onlyCall().body()).contains("Taken by one that dies.");
  }

  @Test
  void whatComesTooLateFromASlowNodeChangesNothing() {
    rig.say("Slow.");
    rig.outbox.spread(
        settings.endpoints().stream().map(NotifySettings.Endpoint::key).toList(), List.of());
    Outbox.Taken slow = rig.outbox.take(Way.FEW, 10).getFirst();
    rig.letTimePass();
    rig.node(settings).sendToFew();

    rig.outbox.later(slow, "late", Duration.ofSeconds(5));
    rig.outbox.failed(slow, "late");

    assertThat(rig.rows("state = 'sent'")).isEqualTo(1);
  }

  @Test
  void whoIsNoLongerInTheSettingsIsToldNothing() {
    rig.say("To nobody.");
    rig.outbox.spread(List.of("0123456789abcdef"), List.of("fedcba9876543210"));
    rig.node(settings).sendToFew();

    assertThat(rig.receiver.calls).isEmpty();
    assertThat(rig.rows("true")).isZero();
  }

  @Test
  void aTestIsSentAndStandsInNoFeed() {
    rig.desk.test(NotifyRig.ACTOR);
    rig.node(settings).sendToFew();

    assertThat(onlyCall().body()).contains("\"test.sent\"");
    assertThat(rig.events.newest(50)).isEmpty();
    assertThat(rig.desk.news()).isEmpty();
  }
}
