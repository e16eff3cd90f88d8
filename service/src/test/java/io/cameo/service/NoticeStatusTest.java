package io.cameo.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.cameo.service.accounts.TestAccounts;
import io.cameo.service.switches.SwitchBook;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What anybody is told while an operator announces, and while uploads are switched off. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NoticeStatusTest {

  private HttpRig rig;

  @BeforeAll
  void open(@TempDir Path data) {
    rig = new HttpRig(data);
  }

  @AfterAll
  void close() {
    rig.close();
  }

  @BeforeEach
  void forget() {
    rig.database.sql().sql("truncate thrown_switch, notice cascade").update();
    rig.part(SwitchBook.class).load();
  }

  private static JsonNode json(MockHttpServletResponse answer) {
    return JsonMapper.shared().readTree(answer.getContentAsByteArray());
  }

  private JsonNode change(String path, String body) {
    MockHttpServletResponse answer = rig.ask("PUT", path, TestAccounts.ADMIN, body);
    assertThat(answer.getStatus())
        .as(new String(answer.getContentAsByteArray(), UTF_8))
        .isEqualTo(200);
    return json(answer);
  }

  private JsonNode say(String body) {
    return change("/v1/admin/maintenance", body);
  }

  private JsonNode told(String path) {
    return json(rig.ask("GET", path, "", ""));
  }

  @Test
  void aNoticeIsToldWithoutAnythingBeingSwitchedOff() {
    say("{\"on\":true,\"message\":\"Slow today.\"}");

    assertThat(told("/v1/limits").path("mode").asString()).isEqualTo("on");
    assertThat(told("/v1/limits").path("message").asString()).isEqualTo("Slow today.");
    assertThat(told("/v1/limits").path("retryAfter").asInt()).isZero();
    assertThat(told("/v1/status").path("status").asString()).isEqualTo("on");
    assertThat(told("/v1/status").path("notice").path("kind").asString()).isEqualTo("maintenance");

    assertThat(say("{\"on\":false}").has("notice")).isFalse();
    assertThat(told("/v1/status").path("message").asString()).isEmpty();
    assertThat(told("/v1/status").has("notice")).isFalse();
  }

  @Test
  void aReadOnlyTimeIsOneAndSaysWhenItEnds() {
    say("{\"on\":true,\"message\":\"Reading only.\",\"seconds\":7200,\"readOnly\":true}");

    assertThat(told("/v1/limits").path("mode").asString()).isEqualTo("read-only");
    assertThat(told("/v1/limits").path("retryAfter").asInt()).isBetween(7_000, 7_200);
    assertThat(told("/v1/limits").path("directUploads").asBoolean()).isFalse();
    assertThat(told("/v1/status").path("status").asString()).isEqualTo("read-only");
    MockHttpServletResponse refused =
        rig.upload("/v1/avatars/ann", TestAccounts.ADMIN, new byte[] {1});
    assertThat(refused.getStatus()).isEqualTo(503);
    assertThat(Integer.parseInt(String.valueOf(refused.getHeader("Retry-After"))))
        .isBetween(7_000, 7_200);
  }

  @Test
  void uploadsThatAreOffForAnotherReasonSayThatReason() {
    say("{\"on\":true,\"message\":\"Slow today.\",\"kind\":\"incident\"}");
    change(
        "/v1/admin/switches",
        "{\"name\":\"uploads\",\"on\":false,\"reason\":\"The disk is full.\"}");

    assertThat(told("/v1/limits").path("mode").asString()).isEqualTo("off");
    assertThat(told("/v1/limits").path("message").asString()).isEqualTo("The disk is full.");
    assertThat(told("/v1/status").path("notice").path("message").asString())
        .isEqualTo("Slow today.");
    assertThat(
            rig.ask(
                    "PUT",
                    "/v1/admin/maintenance",
                    TestAccounts.ADMIN,
                    "{\"on\":true,\"kind\":\"incident\",\"message\":\"x\",\"readOnly\":true}")
                .getStatus())
        .isEqualTo(400);
  }

  @Test
  void whatIsAnnouncedIsToldBeforeItBegins() {
    String from = Clock.systemUTC().instant().plus(Duration.ofDays(2)).toString();
    say("{\"on\":true,\"message\":\"Soon.\",\"from\":\"" + from + "\",\"readOnly\":true}");

    assertThat(told("/v1/limits").path("mode").asString()).isEqualTo("on");
    assertThat(told("/v1/limits").path("message").asString()).isEqualTo("Soon.");
    assertThat(told("/v1/status").path("notice").path("begun").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/limits", "/v1/status"})
  void aTagIsGoodUntilSomethingElseIsTold(String path) {
    String tag = String.valueOf(rig.ask("GET", path, "", "").getHeader("ETag"));
    assertThat(rig.answer(get(path).header("If-None-Match", tag), "").getStatus()).isEqualTo(304);

    say("{\"on\":true,\"message\":\"Something else.\"}");

    assertThat(rig.answer(get(path).header("If-None-Match", tag), "").getStatus()).isEqualTo(200);
  }

  @Test
  void theFeedHasATypeATagAndAShortLife() {
    MockHttpServletResponse feed = rig.ask("GET", "/v1/status.atom", "", "");

    assertThat(feed.getContentType()).isEqualTo("application/atom+xml;charset=UTF-8");
    assertThat(feed.getHeader("Cache-Control")).isEqualTo("max-age=30, public");
    assertThat(
            rig.answer(
                    get("/v1/status.atom")
                        .header("If-None-Match", String.valueOf(feed.getHeader("ETag"))),
                    "")
                .getStatus())
        .isEqualTo(304);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"on\":true}",
        "{\"on\":true,\"message\":\"x\",\"kind\":\"party\"}",
        "{\"on\":true,\"message\":\"x\",\"from\":\"noon\"}",
        "{\"on\":true,\"message\":\"x\",\"until\":\"2020-01-01T00:00:00Z\"}",
        "{\"on\":true,\"message\":\"x\",\"seconds\":0}",
        "{\"on\":true,\"message\":\"x\",\"seconds\":9223372036854775807}"
      })
  void whatMakesNoSenseIsRefusedAndTellsNobodyAnything(String body) {
    MockHttpServletResponse answer =
        rig.ask("PUT", "/v1/admin/maintenance", TestAccounts.ADMIN, body);

    assertThat(answer.getStatus()).isEqualTo(400);
    assertThat(json(answer).path("detail").asString()).contains("docs/operations/maintenance.md");
    assertThat(told("/v1/status").has("notice")).isFalse();
  }
}
