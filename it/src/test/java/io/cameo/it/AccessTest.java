package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Who may do what. */
@ExtendWith(Running.class)
class AccessTest {

  private final Api api;
  private final String subject = Api.subject();
  private final byte[] picture = Pictures.jpeg(90, Pictures.RED);

  AccessTest(Api api) {
    this.api = api;
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/avatars/somebody",
    "DELETE, /v1/avatars/somebody",
    "GET, /v1/avatars/somebody/versions",
    "POST, /v1/avatars/somebody/revert"
  })
  void whoSaysNothingIsAskedWhoTheyAre(String method, String path) {
    Api.Answer answer = api.as("").method(method, path);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("unauthorized");
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wrong", "cameo_", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.", "a b"})
  void aWrongCredentialIsRefused(String credential) {
    assertThat(api.as(credential).upload(subject, picture).status()).isEqualTo(401);
  }

  @Test
  void permissionIsCheckedBeforeTheBodyIsRead(Program program) {
    try (RawUpload upload = new RawUpload(program)) {
      RawUpload.Head answer =
          upload
              .head(
                  "/v1/avatars/" + subject,
                  "Content-Type",
                  "image/jpeg",
                  "Content-Length",
                  "5000000")
              .answer();

      assertThat(answer.status()).isEqualTo(401);
    }
  }

  @Test
  void aTokenUploadsForItsOwnSubject() {
    Api.Answer issued = token(subject, 60);

    assertThat(issued.status()).as(issued.text()).isBetween(200, 201);
    assertThat(issued.json().path("subject").asString()).isEqualTo(subject);
    assertThat(Instant.parse(issued.json().path("expiresAt").asString()))
        .isBetween(Instant.now().plusSeconds(30), Instant.now().plusSeconds(70));
    Api browser = api.as(issued.json().path("token").asString());
    assertThat(browser.upload(subject, picture).status()).isEqualTo(201);
    assertThat(browser.get("/v1/avatars/" + subject).status()).isEqualTo(200);
    assertThat(browser.delete("/v1/avatars/" + subject).status()).isEqualTo(204);
  }

  @Test
  void aTokenIsGoodForNobodyElse() {
    Api browser = api.as(token(subject, 60).json().path("token").asString());
    Api.Answer answer = browser.upload(Api.subject(), picture);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo("forbidden");
    assertThat(browser.get("/v1/avatars/" + Api.subject()).status()).isEqualTo(403);
  }

  @Test
  void aTokenMakesNoTokens() {
    Api browser = api.as(token(subject, 60).json().path("token").asString());

    assertThat(browser.post("/v1/tokens", wanted(subject, 60)).status()).isEqualTo(403);
  }

  @Test
  void aTokenEnds() {
    Api browser = api.as(token(subject, 1).json().path("token").asString());

    Wait.until(
        "the token to end",
        Duration.ofSeconds(10),
        () -> browser.get("/v1/avatars/" + subject).status() == 401);
  }

  @Test
  void aTokenThatWasChangedIsRefused() {
    String token = token(subject, 60).json().path("token").asString();
    int middle = token.length() / 2;
    char changed = token.charAt(middle) == 'x' ? 'y' : 'x';
    String forged = token.substring(0, middle) + changed + token.substring(middle + 1);

    assertThat(api.as(forged).get("/v1/avatars/" + subject).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"subject\":\"a b\",\"ttlSeconds\":60}",
        "{\"subject\":\"somebody\",\"ttlSeconds\":0}",
        "{\"subject\":\"somebody\",\"ttlSeconds\":99999999}",
        "{\"ttlSeconds\":60}",
        "{",
        "[]"
      })
  void aTokenThatMakesNoSenseIsNotIssued(String wanted) {
    Api.Answer answer = api.post("/v1/tokens", wanted);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.code()).isNotEmpty();
  }

  @Test
  void theDemoPageGetsATokenForItsOwnSubjectOnly() {
    JsonNode token = api.as("").get("/demo/token").json();

    assertThat(token.path("subject").asString()).isEqualTo("demo");
    Api page = api.as(token.path("token").asString());
    assertThat(page.get("/v1/avatars/demo/versions").status()).isEqualTo(200);
    assertThat(page.get("/v1/avatars/" + subject).status()).isEqualTo(403);
  }

  @Test
  void aKeyOpensWhatItsScopesSayUntilItIsRevoked() {
    JsonNode made =
        api.post("/v1/admin/keys", "{\"name\":\"of a test\",\"scopes\":[\"write\"]}").json();
    Api shop = api.as(made.path("key").asString());

    assertThat(shop.upload(subject, picture).status()).isEqualTo(201);
    assertThat(shop.get("/v1/avatars/" + subject).status()).isEqualTo(403);
    assertThat(shop.get("/v1/admin/keys").status()).isEqualTo(403);
    assertThat(shop.post("/v1/tokens", wanted(subject, 60)).status()).isEqualTo(403);
    assertThat(api.get("/v1/admin/keys").text())
        .contains(made.path("id").asString())
        .doesNotContain(made.path("key").asString());
    assertThat(api.delete("/v1/admin/keys/" + made.path("id").asString()).status()).isEqualTo(204);
    assertThat(shop.upload(subject, Pictures.jpeg(80, Pictures.RED)).status()).isEqualTo(401);
  }

  @Test
  void theIdOfARequestBeginsWithOneOfOurs() {
    Api.Answer answer =
        api.as("").method("GET", "/v1/avatars/somebody", "X-Request-Id", "0123456789abcdef");

    assertThat(answer.header("X-Request-Id")).matches("[0-9a-f]{16}/0123456789abcdef");
    assertThat(answer.json().path("requestId").asString()).isEqualTo(answer.header("X-Request-Id"));
  }

  private Api.Answer token(String forSubject, int seconds) {
    return api.post("/v1/tokens", wanted(forSubject, seconds));
  }

  private static String wanted(String forSubject, int seconds) {
    return "{\"subject\":\"" + forSubject + "\",\"ttlSeconds\":" + seconds + "}";
  }
}
