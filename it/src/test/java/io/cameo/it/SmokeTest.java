package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.it.OperatorCommand.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code cameo smoke} from outside, against a program in production with scanner and limits. */
class SmokeTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static Clamd clamd;
  private static Program program;

  /** Another machine: nothing of the program's is there. */
  private static Path elsewhere;

  @BeforeAll
  static void start() {
    clamd = Clamd.start();
    Map<String, String> settings = new HashMap<>(clamd.settings());
    settings.put("CAMEO_ENV", "production");
    settings.put("CAMEO_BIND", "127.0.0.1");
    settings.put("CAMEO_LIMITS", "on");
    settings.put("CAMEO_FORMATS", "webp,avif");
    program = Program.start(Homes.prepared(), settings);
    elsewhere = Homes.empty();
  }

  @AfterAll
  static void stop() {
    if (program != null) {
      program.close();
    }
    if (clamd != null) {
      clamd.close();
    }
  }

  private final Api api = new Api(program, Program.ADMIN_KEY);

  private static Answer smoke(String key, String url, String... more) {
    List<String> words = new ArrayList<>(List.of("smoke", "--url", url));
    words.addAll(List.of(more));
    return OperatorCommand.run(
        elsewhere, Map.of("CAMEO_SMOKE_KEY", key), words.toArray(String[]::new));
  }

  private static String url() {
    return program.address("").toString();
  }

  /** Each step with its outcome. */
  private static Map<String, String> outcomes(Answer answer) {
    Map<String, String> outcomes = new TreeMap<>();
    for (JsonNode step : JSON.readTree(answer.out()).path("steps")) {
      outcomes.put(step.path("step").asString(), step.path("outcome").asString());
    }
    return outcomes;
  }

  /** No subject, no key that is good, no limit of a subject. */
  private void assertNothingLeft() {
    assertThat(new Truth(program).currentVersions()).isEmpty();
    for (JsonNode key : api.get("/v1/admin/keys").json().path("keys")) {
      if (key.path("name").asString().contains("cameo-smoke-")) {
        assertThat(key.has("revokedAt")).as(key.toString()).isTrue();
      }
    }
    assertThat(api.get("/v1/admin/limits").json().path("exceptions")).isEmpty();
  }

  @Test
  void aWellSystemPassesEveryStepAndNothingIsLeftInIt() throws IOException {
    Path junit = elsewhere.resolve("smoke.xml");

    Answer answer =
        smoke(
            Program.ADMIN_KEY,
            url(),
            "--scan",
            "on",
            "--log",
            program.home().resolve("log").toString(),
            "--json",
            "--junit",
            junit.toString());

    assertThat(answer.exitCode()).as(answer.out() + answer.err()).isZero();
    Map<String, String> outcomes = outcomes(answer);
    assertThat(outcomes).hasSizeGreaterThan(20).containsEntry("cdn", "skipped");
    outcomes.remove("cdn");
    assertThat(outcomes.values()).as(answer.out()).containsOnly("passed");
    assertThat(answer.out()).contains("\"TST-1\"", "\"AUD-4\"", "\"PERF-1\"", "\"MON-3\"");
    assertThat(answer.out() + answer.err()).doesNotContain(Program.ADMIN_KEY);
    assertThat(Files.readString(junit))
        .contains("failures=\"0\"", "name=\"rate-limit (TST-3 AUD-3)\"");
    assertNothingLeft();
  }

  @Test
  void aKeyThatMayLittleTriesWhatItMayAndSaysWhatItMayNot() {
    String key =
        api.post(
                "/v1/admin/keys",
                "{\"name\":\"ci\",\"scopes\":[\"read\",\"write\"],\"subjects\":\"ci:\"}")
            .json()
            .path("key")
            .asString();

    Answer answer = smoke(key, url(), "--subjects", "ci:", "--json");

    assertThat(answer.exitCode()).as(answer.out() + answer.err()).isZero();
    assertThat(outcomes(answer))
        .containsEntry("leftovers", "skipped")
        .containsEntry("tokens", "skipped")
        .containsEntry("log", "skipped")
        .containsEntry("rate-limit", "passed")
        .containsEntry("erase", "passed")
        .containsEntry("clean-up", "passed");
    assertThat(answer.out()).doesNotContain(key);
    assertNothingLeft();
  }

  @Test
  void everyPromiseThatIsBrokenOnTheWayIsTold() {
    try (Breaker breaker = Breaker.before(program)) {
      Answer answer = smoke(Program.ADMIN_KEY, breaker.url(), "--json", "--wait", "200ms");

      assertThat(answer.exitCode()).as(answer.out() + answer.err()).isEqualTo(1);
      Map<String, String> outcomes = outcomes(answer);
      Breaker.BREAKS.forEach(step -> assertThat(outcomes).containsEntry(step, "failed"));
      assertThat(outcomes)
          .containsEntry("upload", "passed")
          .containsEntry("tokens", "passed")
          .containsEntry("clean-up", "passed");
      assertThat(answer.out()).contains("X-Content-Type-Options: nosniff").contains("\"todo\"");
    }
    assertNothingLeft();
  }

  @Test
  void aRunThatIsEndedCleansUpBeforeItEnds() throws Exception {
    Path log = program.home().resolve("log");
    long before = Files.size(log);

    OperatorCommand.ended(
        elsewhere,
        Map.of("CAMEO_SMOKE_KEY", Program.ADMIN_KEY),
        command ->
            Wait.until(
                "the run to have made its key",
                java.time.Duration.ofSeconds(60),
                () -> program.log().substring((int) before).contains("keys by admin: add")),
        "smoke",
        "--url",
        url());

    assertNothingLeft();
  }

  @Test
  void theLogOfProductionIsADocumentALineWithTheFieldsThatCollectorsAreToldOf() {
    assertThat(api.as("nobody").get("/v1/avatars/somebody").status()).isEqualTo(401);
    assertThat(api.send("PUT", "/v1/admin/limits", "{\"name\":\"address-uploads\"}").status())
        .isEqualTo(200);

    List<JsonNode> lines =
        program.log().lines().filter(line -> line.startsWith("{")).map(JSON::readTree).toList();

    assertThat(lines).isNotEmpty();
    for (JsonNode line : lines) {
      for (String field :
          List.of(
              "/@timestamp",
              "/log/level",
              "/log/logger",
              "/message",
              "/service/name",
              "/service/version",
              "/process/pid",
              "/process/thread/name")) {
        assertThat(line.at(field).asString("")).as(field + " in " + line).isNotEmpty();
      }
      assertThat(line.at("/service/environment").asString()).isEqualTo("production");
    }
    assertThat(lines)
        .anyMatch(
            line ->
                line.at("/event/action").asString("").equals("limits")
                    && line.path("requestId").asString("").matches("[0-9a-f]{16}"));
    assertThat(lines)
        .anyMatch(
            line ->
                line.path("message").asString("").startsWith("A credential (key)")
                    && line.has("requestId"));
  }
}
