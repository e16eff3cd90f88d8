package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A running program whose operator switches things off and on beside it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SwitchesTest {

  private static final Map<String, String> SETTINGS = Map.of("CAMEO_LIMITS", "off");

  private final byte[] picture = Pictures.jpeg(80, Pictures.RED);
  private Program program;
  private Api api;

  @BeforeAll
  void start() {
    program = Program.start(Homes.prepared(), SETTINGS);
    api = new Api(program, Program.ADMIN_KEY);
  }

  @AfterAll
  void stop() {
    program.close();
  }

  private OperatorCommand.Answer command(String... words) {
    OperatorCommand.Answer answer = OperatorCommand.run(program.home(), SETTINGS, words);
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
  void onlyDrawnPicturesAreDeliveredWhileThatIsSwitchedOn() {
    String subject = Api.subject();
    Api.Answer uploaded = api.upload(subject, picture);
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
