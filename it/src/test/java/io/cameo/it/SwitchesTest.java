package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** A running program whose operator switches things off and on, and tells users why, beside it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SwitchesTest {

  private final Webhooks webhooks = new Webhooks();
  private final Map<String, String> settings =
      Map.of(
          "CAMEO_LIMITS",
          "off",
          "CAMEO_WEBHOOKS",
          webhooks.address(),
          "CAMEO_WEBHOOK_SECRET",
          Webhooks.SECRET);
  private final byte[] picture = Pictures.jpeg(80, Pictures.RED);
  private Program program;
  private Api api;

  @BeforeAll
  void start() {
    program = Program.start(Homes.prepared(), settings);
    api = new Api(program, Program.ADMIN_KEY);
  }

  @AfterAll
  void stop() {
    program.close();
    webhooks.close();
  }

  private OperatorCommand.Answer command(String... words) {
    OperatorCommand.Answer answer = OperatorCommand.run(program.home(), settings, words);
    assertThat(answer.exitCode()).as(answer.err()).isZero();
    return answer;
  }

  @Test
  void afterTheCommandHasEndedNoUploadIsTakenUntilTheyAreOnAgain() throws Exception {
    String subject = Api.subject();
    assertThat(api.upload(subject, picture).status()).isEqualTo(201);

    OperatorCommand.Answer off =
        command("uploads", "off", "--reason", "We are moving house.", "--for", "2h");
    Api.Answer refused = api.upload(subject, Pictures.jpeg(80, Pictures.GREEN));

    assertThat(off.out()).contains("We are moving house.");
    assertThat(refused.status()).as(refused.text()).isEqualTo(503);
    assertThat(refused.code()).isEqualTo("uploads-disabled");
    assertThat(refused.json().path("detail").asString()).contains("We are moving house.");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(7_000, 7_200);
    Wait.until(
        "everybody to be told",
        Duration.ofSeconds(10),
        () -> api.get("/v1/limits").json().path("mode").asString().equals("off"));
    assertThat(api.get("/v1/limits").json().path("message").asString())
        .isEqualTo("We are moving house.");
    assertThat(api.get("/v1/limits").json().path("retryAfter").asInt()).isBetween(7_000, 7_200);
    assertThat(api.get("/v1/status").json().path("status").asString()).isEqualTo("off");
    assertThat(Browser.run("problem.mjs", program.address("/").toString()))
        .as("the demo page, in Chromium")
        .contains("We are moving house.");
    assertThat(api.get("/u/" + subject).status()).isEqualTo(200);
    assertThat(api.send("DELETE", "/v1/avatars/" + subject, "").status()).isEqualTo(204);

    command("uploads", "on");
    Wait.until(
        "uploads to be taken again",
        Duration.ofSeconds(10),
        () -> api.upload(subject, picture).status() == 201);
    assertThat(api.get("/v1/limits").json().path("mode").asString()).isEqualTo("on");
  }

  @Test
  void whatUsersAreToldIsSaidEverywhereAndSentToWhoeverWantsToKnow() throws Exception {
    String words = "We are moving house until noon.";
    String tag = api.get("/v1/status").header("ETag");

    command("maintenance", "on", "--message", words, "--for", "2h", "--read-only");
    Wait.until(
        "everybody to be told",
        Duration.ofSeconds(10),
        () -> api.get("/v1/status").json().path("status").asString().equals("read-only"));

    Api.Answer status = api.get("/v1/status");
    assertThat(status.json().path("message").asString()).isEqualTo(words);
    assertThat(status.json().path("notice").path("begun").asBoolean()).isTrue();
    assertThat(status.header("ETag")).isNotEqualTo(tag);
    assertThat(api.get("/v1/limits").json().path("mode").asString()).isEqualTo("read-only");
    assertThat(api.get("/v1/limits").json().path("message").asString()).isEqualTo(words);
    assertThat(api.get("/v1/limits").json().path("retryAfter").asInt()).isBetween(7_000, 7_200);
    Api.Answer refused = api.upload(Api.subject(), picture);
    assertThat(refused.code()).isEqualTo("uploads-disabled");
    assertThat(refused.json().path("detail").asString()).contains(words);
    Wait.until(
        "the feed to say it",
        Duration.ofSeconds(10),
        () -> api.get("/v1/status.atom").text().contains(words));
    Api.Answer feed = api.get("/v1/status.atom");
    assertThat(feed.header("Content-Type")).startsWith("application/atom+xml");
    assertThat(api.get("/v1/status.atom", "If-None-Match", feed.header("ETag")).status())
        .isEqualTo(304);
    Wait.until("the first call", Duration.ofSeconds(30), () -> webhooks.calls.size() == 1);
    JsonNode begun = Webhooks.verified(webhooks.calls.getFirst());
    assertThat(begun.path("type").asString()).isEqualTo("maintenance.started");
    assertThat(begun.path("data").path("message").asString()).isEqualTo(words);

    command("maintenance", "on", "--message", "Uploads work again.");
    Wait.until(
        "uploads to be taken again",
        Duration.ofSeconds(10),
        () -> api.upload(Api.subject(), picture).status() == 201);
    assertThat(Browser.run("problem.mjs", program.address("/").toString()))
        .as("the demo page, in Chromium")
        .contains("Uploads work again.");

    command("maintenance", "off");
    Wait.until("the last call", Duration.ofSeconds(30), () -> webhooks.calls.size() == 3);
    assertThat(Webhooks.verified(webhooks.calls.getLast()).path("type").asString())
        .isEqualTo("maintenance.ended");
    assertThat(api.get("/v1/status").json().path("status").asString()).isEqualTo("on");
    assertThat(api.get("/v1/status").json().has("notice")).isFalse();
    assertThat(program.log()).doesNotContain(Webhooks.PATH, Webhooks.SECRET);
  }

  @Test
  void onlyDrawnPicturesAreDeliveredWhileThatIsSwitchedOn() {
    String subject = Api.subject();
    Api.Answer uploaded = api.upload(subject, picture);
    assertThat(uploaded.status()).as(uploaded.text()).isEqualTo(201);
    byte[] own = api.get("/u/" + subject).body();

    command("switch", "fallbacks-only", "on", "--reason", "The store is being moved.");
    Wait.until("a drawn picture", Duration.ofSeconds(10), () -> !same(subject, own));
    String address = "/a/" + uploaded.json().path("version").asString() + "/256.jpg";
    assertThat(api.get(address).header("Cache-Control")).doesNotContain("immutable");

    command("switch", "fallbacks-only", "off");
    Wait.until("the picture", Duration.ofSeconds(10), () -> same(subject, own));
  }

  private boolean same(String subject, byte[] picture) {
    return Arrays.equals(api.get("/u/" + subject).body(), picture);
  }
}
