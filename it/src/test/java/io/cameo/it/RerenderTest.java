package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.it.OperatorCommand.Answer;
import java.awt.Color;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The formats of the background, and all pictures made again by other settings. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RerenderTest {

  private static final Map<String, String> SETTINGS =
      Map.of("CAMEO_FORMATS", "webp,avif", "CAMEO_SIZES", "256,128,64");

  /** A loaded machine gives the lowest priority little. */
  private static final Duration LONGEST = Duration.ofSeconds(90);

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

  private JsonNode avatar(String subject) {
    return api.get("/v1/avatars/" + subject).json();
  }

  private String uploaded(byte[] picture) {
    String subject = Api.subject();
    Api.Answer answer = api.upload(subject, picture);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return subject;
  }

  private void awaitFormats(String subject) {
    Wait.until(
        "WebP and AVIF of every size",
        LONGEST,
        () -> {
          JsonNode urls = avatar(subject).path("urls");
          return urls.size() == 3
              && urls.valueStream().allMatch(one -> one.has("webp") && one.has("avif"));
        });
  }

  private String path(String address) {
    return address.substring(address.indexOf("/a/"));
  }

  @Test
  void webpAndAvifFollowAnUploadByThemselves() {
    String subject = uploaded(Pictures.jpeg(400, Color.ORANGE));

    awaitFormats(subject);

    JsonNode urls = avatar(subject).path("urls").path("128");
    byte[] webp = delivered(urls.path("webp").asString(), "image/webp");
    byte[] avif = delivered(urls.path("avif").asString(), "image/avif");
    byte[] jpeg = delivered(urls.path("jpg").asString(), "image/jpeg");
    assertThat(new String(webp, 8, 4, StandardCharsets.US_ASCII)).isEqualTo("WEBP");
    assertThat(new String(avif, 4, 8, StandardCharsets.US_ASCII)).isEqualTo("ftypavif");
    assertThat(jpeg).isNotEmpty();
    assertThat(api.management("/metrics").text()).contains("cameo_formats_total");
  }

  @Test
  void whileProcessingIsSwitchedOffNothingIsMade() {
    OperatorCommand.Answer off =
        OperatorCommand.run(
            program.home(), SETTINGS, "switch", "processing", "off", "--reason", "A quiet hour.");
    assertThat(off.exitCode()).as(off.err()).isZero();
    String subject = uploaded(Pictures.jpeg(333, Color.PINK));

    Wait.until("it to be due for long", LONGEST, () -> dueSeconds() > 4);
    assertThat(avatar(subject).path("urls").path("64").has("webp")).isFalse();

    OperatorCommand.Answer on =
        OperatorCommand.run(program.home(), SETTINGS, "switch", "processing", "on");
    assertThat(on.exitCode()).as(on.err()).isZero();
    awaitFormats(subject);
  }

  private double dueSeconds() {
    return api.management("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith("cameo_formats_due_seconds "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .findFirst()
        .orElse(0);
  }

  private byte[] delivered(String address, String type) {
    Api.Answer answer = api.get(path(address));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo(type);
    return answer.body();
  }

  private Answer rerender(Map<String, String> settings, String... words) {
    List<String> all = new ArrayList<>(List.of("rerender"));
    all.addAll(List.of(words));
    return OperatorCommand.run(program.home(), settings, all.toArray(String[]::new));
  }

  @Test
  void anotherQualityReachesAllPicturesAndSurvivesAKill() throws Exception {
    List<String> subjects = new ArrayList<>();
    Map<String, String> before = new HashMap<>();
    for (int i = 0; i < 12; i++) {
      String subject = uploaded(Pictures.jpeg(300 + i, Color.BLUE));
      subjects.add(subject);
      before.put(subject, avatar(subject).path("version").asString());
    }
    Map<String, String> other = new HashMap<>(SETTINGS);
    other.put("AVATAR_QUALITY", "60");
    other.put("CAMEO_FORMATS", "webp");

    Answer dry = rerender(other, "--json");
    assertThat(dry.exitCode()).as(dry.err()).isZero();
    assertThat(JsonMapper.shared().readTree(dry.out()).path("anew").asInt())
        .isGreaterThanOrEqualTo(12);
    assertThat(changed(subjects, before)).as("a dry run changes nothing").isZero();

    OperatorCommand.killed(
        program.home(),
        other,
        command ->
            Wait.until(
                "some to be made anew",
                LONGEST,
                () -> !command.isAlive() || changed(subjects, before) > 2),
        "rerender",
        "--yes",
        "--rate",
        "5");

    Answer rest = rerender(other, "--yes", "--json");
    assertThat(rest.exitCode()).as(rest.err()).isZero();
    JsonNode report = JsonMapper.shared().readTree(rest.out());
    assertThat(report.path("failed").asInt(-1)).isZero();
    assertThat(report.path("was-right").asInt() + report.path("added").asInt())
        .as("what the killed run had done")
        .isPositive();
    assertThat(changed(subjects, before)).isEqualTo(12);
    for (String subject : subjects) {
      JsonNode now = avatar(subject);
      assertThat(api.get(path(now.path("urls").path("64").path("jpg").asString())).status())
          .isEqualTo(200);
      assertThat(api.get("/a/" + before.get(subject) + "/64.jpg").status())
          .as("the old address, within the grace time")
          .isEqualTo(200);
      assertThat(api.get("/v1/avatars/" + subject + "/versions").json().path("versions").size())
          .isEqualTo(1);
    }
    Answer again = rerender(other, "--json");
    assertThat(JsonMapper.shared().readTree(again.out()).path("anew").asInt(-1)).isZero();
  }

  private long changed(List<String> subjects, Map<String, String> before) {
    return subjects.stream()
        .filter(subject -> !avatar(subject).path("version").asString().equals(before.get(subject)))
        .count();
  }
}
