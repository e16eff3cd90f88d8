package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A running program with limits, behind a proxy that it trusts, as callers and operators meet it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitsTest {

  private static final Map<String, String> SETTINGS =
      Map.of(
          "CAMEO_LIMITS", "on",
          "CAMEO_TRUSTED_PROXIES", "127.0.0.1,10.0.0.0/8",
          "CAMEO_LIMIT_ADDRESS", "3");

  private final byte[] picture = Pictures.jpeg(80, Pictures.RED);
  private Program program;
  private Api operator;

  @BeforeAll
  void start() {
    program = Program.start(Homes.prepared(), SETTINGS);
    operator = new Api(program, Program.ADMIN_KEY);
  }

  @AfterAll
  void stop() {
    program.close();
  }

  private Api browser(String subject) {
    String wanted = "{\"subject\":\"" + subject + "\",\"ttlSeconds\":300}";
    return operator.as(operator.post("/v1/tokens", wanted).json().path("token").asString());
  }

  private Api.Answer from(String forwardedFor) {
    String subject = Api.subject();
    return browser(subject).upload(subject, picture, "X-Forwarded-For", forwardedFor);
  }

  private Api.Answer change(String json) {
    return operator.send("PUT", "/v1/admin/limits", json);
  }

  @Test
  void aFullAllowanceIsRefusedWithTheTimeAndTheLimitAndOthersAreTaken() {
    Api.Answer first = from("203.0.113.5");
    assertThat(first.status()).as(first.text()).isEqualTo(201);
    assertThat(first.header("RateLimit-Policy")).contains("\"address-uploads\";q=3;w=3600");
    assertThat(first.header("RateLimit")).contains("\"address-uploads\";r=2;t=");
    from("203.0.113.5");
    from("203.0.113.5, 10.1.1.1");

    Api.Answer refused = from("203.0.113.5");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.code()).isEqualTo("rate-limited");
    assertThat(refused.json().path("limit").asString()).isEqualTo("address");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1_000, 1_201);
    assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"address-uploads\";q=3;w=3600");
    assertThat(refused.header("RateLimit")).startsWith("\"address-uploads\";r=0;t=");
    assertThat(from("203.0.113.6").status()).isEqualTo(201);
  }

  @Test
  void whoInventsAddressesIsCountedByTheOneTheProxySaw() {
    for (int i = 0; i < 3; i++) {
      assertThat(from("198.51.100." + i + ", 203.0.113.20").status()).isEqualTo(201);
    }

    assertThat(from("198.51.100.77, 203.0.113.20").status()).isEqualTo(429);
    assertThat(from("10.0.0.9, 203.0.113.20").status()).isEqualTo(429);
    assertThat(from("203.0.113.21, 203.0.113.20, 10.2.2.2").status()).isEqualTo(429);
  }

  @Test
  void aPeerThatIsNoProxyIsNotBelieved() throws Exception {
    int refused = 0;
    try (HttpClient stranger =
        HttpClient.newBuilder().localAddress(InetAddress.ofLiteral("127.0.0.2")).build()) {
      for (int i = 0; i < 4; i++) {
        refused += fromStranger(stranger, "203.0.113." + (100 + i)) == 429 ? 1 : 0;
      }
    }

    assertThat(refused).as("of four uploads with an allowance of three").isEqualTo(1);
  }

  private int fromStranger(HttpClient stranger, String forwardedFor)
      throws IOException, InterruptedException {
    String subject = Api.subject();
    String token =
        operator
            .post("/v1/tokens", "{\"subject\":\"" + subject + "\",\"ttlSeconds\":300}")
            .json()
            .path("token")
            .asString();
    HttpRequest request =
        HttpRequest.newBuilder(program.address("/v1/avatars/" + subject))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "image/jpeg")
            .header("X-Forwarded-For", forwardedFor)
            .PUT(HttpRequest.BodyPublishers.ofByteArray(picture))
            .build();
    return stranger.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @Test
  void anOperatorChangesALimitFromTheCommandLineWhileTheProgramRuns() {
    String subject = Api.subject();
    Map<String, String> settings = new HashMap<>(SETTINGS);
    OperatorCommand.Answer set =
        OperatorCommand.run(
            program.home(),
            settings,
            "limits",
            "set",
            "subject-uploads",
            "1",
            "--for",
            "subject=" + subject);
    assertThat(set.exitCode()).as(set.err()).isZero();
    assertThat(set.out()).contains("for subject=" + subject);
    assertThat(operator.upload(subject, picture).status()).isEqualTo(201);

    Wait.until(
        "the running program to follow",
        Duration.ofSeconds(10),
        () -> operator.upload(subject, picture).status() == 429);
    assertThat(
            OperatorCommand.run(program.home(), settings, "limits", "set", "nothing", "1")
                .exitCode())
        .isEqualTo(2);
    OperatorCommand.Answer shown =
        OperatorCommand.run(program.home(), settings, "limits", "show", "--json");
    assertThat(shown.out()).contains("\"name\" : \"address-uploads\"", subject);
  }

  @Test
  void anOperatorBlocksAndUnblocksASubjectOverTheApi() {
    String subject = Api.subject();
    String block = "{\"name\":\"blocked\",\"holder\":\"subject=" + subject + "\",\"seconds\":600}";
    Api.Answer changed = change(block);
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);

    Api.Answer refused = operator.upload(subject, picture);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.json().path("policy").asString()).isEqualTo("blocked");
    change("{\"name\":\"blocked\",\"holder\":\"subject=" + subject + "\"}");
    assertThat(operator.upload(subject, picture).status()).isEqualTo(201);
  }

  @Test
  void theLimitsOfTheOperatorAreForTheAdminKeyOnlyAndNonsenseIsRefused() {
    assertThat(browser("ann").get("/v1/admin/limits").status()).isEqualTo(403);
    assertThat(operator.as("").get("/v1/admin/limits").status()).isEqualTo(401);
    assertThat(operator.get("/v1/admin/limits").json().path("limits").size()).isGreaterThan(20);
    for (String nonsense :
        new String[] {
          "{}",
          "{\"name\":\"subject-uploads\",\"amount\":-1}",
          "{\"name\":\"subject-uploads\",\"amount\":1,\"holder\":\"everybody\"}",
          "{\"name\":\"blocked\"}"
        }) {
      assertThat(change(nonsense).status()).as(nonsense).isEqualTo(400);
    }
  }

  @Test
  void whoHasNoRoomLeftIsToldSo() {
    String subject = Api.subject();
    change(
        "{\"name\":\"subject-stored-bytes\",\"holder\":\"subject=" + subject + "\",\"amount\":9}");

    Api.Answer refused = operator.upload(subject, picture);

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("quota-exceeded");
    assertThat(operator.get("/v1/avatars/" + subject).status()).isEqualTo(404);
  }

  @Test
  void aPictureThatIsRefusedCostsAsMuchAsTheLargest() {
    String subject = Api.subject();
    change(
        "{\"name\":\"subject-megapixels\",\"holder\":\"subject=" + subject + "\",\"amount\":40}");
    Api.Answer bomb = operator.upload(subject, Pictures.pngOfTooManyPixels());
    assertThat(bomb.code()).isEqualTo("too-many-pixels");

    Api.Answer refused = operator.upload(subject, picture);

    assertThat(refused.status()).as(refused.text()).isEqualTo(429);
    assertThat(refused.json().path("unit").asString()).isEqualTo("megapixels");
  }

  @Test
  void theFormIsToldWhatOneSubjectMayUpload() {
    Api.Answer limits = operator.as("").get("/v1/limits");

    assertThat(limits.json().path("perHour").path("uploads").asInt()).isEqualTo(30);
    assertThat(limits.json().path("storedBytes").asLong()).isEqualTo(268_435_456L);
  }
}
