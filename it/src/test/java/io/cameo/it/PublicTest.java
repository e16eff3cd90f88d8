package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What anyone may ask, and what only the operator may. */
@ExtendWith(Running.class)
class PublicTest {

  private final Api anyone;
  private final Program program;

  PublicTest(Api api, Program program) {
    this.anyone = api.as("");
    this.program = program;
  }

  @Test
  void theLimitsSayWhatIsTaken() {
    Api.Answer answer = anyone.get("/v1/limits");
    JsonNode limits = answer.json();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(limits.path("sizes")).hasSize(8);
    assertThat(limits.path("formats").toString())
        .contains("image/jpeg", "image/png", "image/gif", "image/webp", "image/avif");
    assertThat(limits.path("bytes").asInt()).isEqualTo(5_242_880);
    assertThat(limits.path("pixels").asLong()).isPositive();
    assertThat(limits.path("mode").asString()).isEqualTo("on");
    assertThat(limits.has("message")).isTrue();
    assertThat(limits.has("retryAfter")).isTrue();
  }

  @Test
  void whoKnowsTheLimitsIsToldThatTheyHold() {
    String tag = anyone.get("/v1/limits").header("ETag");

    assertThat(tag).isNotEmpty();
    assertThat(anyone.get("/v1/limits", "If-None-Match", tag).status()).isEqualTo(304);
  }

  @Test
  void theStatusIsForEveryone() {
    Api.Answer answer = anyone.get("/v1/status");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("status").asString()).isEqualTo("on");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/livez", "/readyz", "/metrics"})
  void theOperatorsAddressesAreOnTheManagementPort(String path) throws Exception {
    assertThat(management(path).statusCode()).isEqualTo(200);
    assertThat(anyone.get(path).status()).as("on the public port").isEqualTo(404);
  }

  @Test
  void h5Http2IsNotSpokenInClearTextUnlessAsked() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(program.address("/v1/limits")).build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }
    try (RawConnection connection = new RawConnection(program)) {
      String said = connection.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").untilClosed();

      assertThat(RawConnection.statuses(said)).as(said).isIn(List.of(), List.of(400));
    }
  }

  @Test
  void theMetricsCountUploads(Api api) throws Exception {
    api.upload(Api.subject(), Pictures.jpeg(95, Pictures.BLUE));

    assertThat(management("/metrics").body()).contains("cameo_uploads").contains("jvm_memory");
  }

  @Test
  void theLogHoldsNoPersonalData(Api api) {
    String subject = "Private-Person-" + Api.subject();
    String token =
        api.post("/v1/tokens", "{\"subject\":\"" + subject + "\",\"ttlSeconds\":60}")
            .json()
            .path("token")
            .asString();
    api.as(token).upload(subject, Pictures.jpegWithSecrets());
    api.uploadForm(
        subject, new Api.Part("file", "holiday-secret.jpg", "image/jpeg", Pictures.svg()));
    api.delete("/v1/avatars/" + subject + "?erase=true");

    assertThat(program.log())
        .doesNotContain(subject)
        .doesNotContain(token)
        .doesNotContain(Program.ADMIN_KEY)
        .doesNotContain("holiday-secret")
        .doesNotContain("SN-GENERATED");
  }

  private HttpResponse<String> management(String path) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(program.management(path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
