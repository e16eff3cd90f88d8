package io.cameo.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;

import io.cameo.service.accounts.TestAccounts;
import io.cameo.service.catalogue.Reaper;
import io.cameo.service.upload.TestBucket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an upload token is bound to: its subject, its actions, a size, a time, a single change. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class TokenTermsTest {

  private static final String ADMIN = TestAccounts.ADMIN;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private HttpRig rig;
  private int count;
  private String subject = "";
  private String avatar = "";

  @BeforeAll
  void open(@TempDir Path data) {
    rig = new HttpRig(data);
  }

  @AfterAll
  void close() {
    rig.close();
  }

  @BeforeEach
  void anotherSubject() {
    subject = "ben-" + count++;
    avatar = "/v1/avatars/" + subject;
  }

  private String token(String more) {
    return token(ADMIN, more);
  }

  private String token(String credential, String more) {
    String wanted = "{\"subject\":\"" + subject + "\"" + more + "}";
    MockHttpServletResponse answer = rig.ask("POST", "/v1/tokens", credential, wanted);
    assertThat(answer.getStatus()).as(wanted).isEqualTo(201);
    return "Bearer " + json(answer).path("token").asString();
  }

  private MockHttpServletResponse upload(String credential, int seed) {
    return rig.upload(avatar, credential, TestBucket.picture(seed));
  }

  private MockHttpServletResponse uploadWithKey(String credential, int seed, String key) {
    return rig.answer(
        put(avatar)
            .contentType("image/jpeg")
            .header("Idempotency-Key", key)
            .content(TestBucket.picture(seed)),
        credential);
  }

  private MockHttpServletResponse ticket(String credential) {
    return rig.ask(
        "POST",
        "/v1/uploads",
        credential,
        "{\"subject\":\"" + subject + "\",\"type\":\"image/jpeg\"}");
  }

  private static JsonNode json(MockHttpServletResponse answer) {
    return JSON.readTree(answer.getContentAsByteArray());
  }

  private static void assertRefused(MockHttpServletResponse answer, int status, String code) {
    assertThat(json(answer).path("code").asString()).isEqualTo(code);
    assertThat(answer.getStatus()).isEqualTo(status);
  }

  @Test
  void jwtATokenForSomeActionsIsGoodForNoOthers() {
    assertThat(upload(ADMIN, 1).getStatus()).isEqualTo(201);
    String reads = token(",\"actions\":[\"read\"]");
    String uploads = token(",\"actions\":[\"upload\"]");

    assertThat(rig.ask("GET", avatar, reads, "").getStatus()).isEqualTo(200);
    assertRefused(upload(reads, 2), 403, "forbidden");
    assertRefused(ticket(reads), 403, "forbidden");
    assertThat(upload(uploads, 3).getStatus()).isEqualTo(201);
    assertRefused(rig.ask("GET", avatar, uploads, ""), 403, "forbidden");
    assertRefused(rig.ask("DELETE", avatar, uploads, ""), 403, "forbidden");
    assertRefused(rig.ask("DELETE", avatar + "?erase=true", uploads, ""), 403, "forbidden");
    assertRefused(rig.ask("POST", avatar + "/revert", uploads, ""), 403, "forbidden");
    String deletes = token(",\"actions\":[\"delete\"]");
    assertRefused(rig.ask("DELETE", avatar + "?erase=true", deletes, ""), 403, "forbidden");
    assertThat(rig.ask("DELETE", avatar, deletes, "").getStatus()).isEqualTo(204);
  }

  @Test
  void aTokenOfBeforeAnErasureDoesNothingToWhatCameAfterIt() {
    assertThat(upload(ADMIN, 1).getStatus()).isEqualTo(201);
    String old = token(",\"actions\":[\"revert\",\"delete\",\"erase\"]");
    assertThat(rig.ask("DELETE", avatar + "?erase=true", old, "").getStatus()).isEqualTo(200);
    assertThat(rig.ask("DELETE", avatar + "?erase=true", old, "").getStatus())
        .as("again, after a lost answer")
        .isEqualTo(200);
    assertThat(upload(ADMIN, 2).getStatus()).isEqualTo(201);
    assertThat(upload(ADMIN, 3).getStatus()).isEqualTo(201);

    assertRefused(rig.ask("POST", avatar + "/revert", old, ""), 401, "token-ended");
    assertRefused(rig.ask("DELETE", avatar, old, ""), 401, "token-ended");
    assertRefused(rig.ask("DELETE", avatar + "?erase=true", old, ""), 401, "token-ended");

    assertThat(rig.ask("GET", avatar, ADMIN, "").getStatus()).isEqualTo(200);
    String recent = token(",\"actions\":[\"delete\"]");
    assertThat(rig.ask("DELETE", avatar, recent, "").getStatus()).isEqualTo(204);
  }

  @Test
  void aTokenForNothingOrForWhatIsUnknownIsNotMade() {
    for (String more :
        List.of(
            ",\"actions\":[]",
            ",\"actions\":[\"everything\"]",
            ",\"actions\":[\"read\",\"read\"]",
            ",\"actions\":[null]",
            ",\"actions\":\"read\"",
            ",\"maxBytes\":0",
            ",\"maxBytes\":-5",
            ",\"maxBytes\":1e30",
            ",\"singleUse\":7.5")) {
      MockHttpServletResponse answer =
          rig.ask("POST", "/v1/tokens", ADMIN, "{\"subject\":\"" + subject + "\"" + more + "}");
      assertThat(answer.getStatus()).as(more).isEqualTo(400);
    }
  }

  @Test
  void aTokenForSmallPicturesTakesNoLargerOne() {
    String small = token(",\"maxBytes\":1999");
    String exact = token(",\"maxBytes\":2000");

    assertRefused(upload(small, 4), 413, "too-large");
    assertThat(upload(exact, 4).getStatus()).isEqualTo(201);
    assertThat(
            rig.ask(
                    "POST",
                    "/v1/uploads",
                    small,
                    "{\"subject\":\"" + subject + "\",\"type\":\"image/jpeg\",\"bytes\":2000}")
                .getStatus())
        .isEqualTo(413);
    assertThat(ticket(small).getStatus()).isEqualTo(201);
    assertThat(
            rig.database
                .sql()
                .sql("select most_bytes from upload_ticket where subject = ?")
                .param(subject)
                .query(Long.class)
                .single())
        .isEqualTo(1_999);
  }

  @Test
  void aTokenForASingleChangeIsGoodForOneAndItsTrueResultIsToldAgain() {
    String once = token(",\"singleUse\":true");
    assertThat(upload(ADMIN, 5).getStatus()).isEqualTo(201);

    MockHttpServletResponse first = uploadWithKey(once, 6, "my-only-upload");

    assertThat(first.getStatus()).isEqualTo(201);
    assertRefused(upload(once, 7), 401, "token-used");
    assertRefused(rig.ask("DELETE", avatar, once, ""), 401, "token-used");
    assertRefused(rig.ask("DELETE", avatar + "?erase=true", once, ""), 401, "token-used");
    assertRefused(rig.ask("POST", avatar + "/revert", once, ""), 401, "token-used");
    assertRefused(ticket(once), 401, "token-used");
    MockHttpServletResponse again = uploadWithKey(once, 6, "my-only-upload");
    assertThat(again.getStatus()).isEqualTo(201);
    assertThat(json(again).path("version")).isEqualTo(json(first).path("version"));
    assertThat(json(rig.ask("GET", avatar, once, "")).path("version"))
        .as("looking is no change")
        .isEqualTo(json(first).path("version"));
  }

  @Test
  void whatIsRefusedUsesNothingUp() {
    String once = token(",\"singleUse\":true");

    assertThat(
            rig.answer(put(avatar).contentType("image/png").content(TestBucket.picture(8)), once)
                .getStatus())
        .isEqualTo(415);
    assertRefused(rig.ask("POST", avatar + "/revert", once, ""), 409, "nothing-to-revert");
    assertThat(upload(once, 8).getStatus()).isEqualTo(201);
    assertRefused(upload(once, 9), 401, "token-used");
  }

  @Test
  void ofUploadsAtTheSameTimeATokenForASingleChangeLetsOneThrough() throws Exception {
    String once = token(",\"singleUse\":true");
    List<Callable<MockHttpServletResponse>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int seed = 1_000 + i;
      calls.add(() -> upload(once, seed));
    }

    List<MockHttpServletResponse> answers = together(calls);

    assertThat(answers.stream().filter(answer -> answer.getStatus() == 201)).hasSize(1);
    assertThat(answers.stream().filter(answer -> answer.getStatus() != 201))
        .allSatisfy(answer -> assertThat(answer.getStatus()).isIn(401, 409));
    assertThat(versions()).isEqualTo(1);
  }

  @RepeatedTest(10)
  void theSameUploadSentTwiceAtTheSameTimeIsToldTheOneResult() throws Exception {
    String once = token(",\"singleUse\":true");
    List<Callable<MockHttpServletResponse>> calls = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      calls.add(() -> uploadWithKey(once, 2_000, "sent-by-two"));
    }

    List<MockHttpServletResponse> answers = together(calls);

    assertThat(answers).allSatisfy(answer -> assertThat(answer.getStatus()).isEqualTo(201));
    assertThat(answers.stream().map(answer -> json(answer).path("version")).distinct()).hasSize(1);
    assertThat(versions()).isEqualTo(1);
  }

  private static List<MockHttpServletResponse> together(
      List<Callable<MockHttpServletResponse>> calls) throws Exception {
    List<MockHttpServletResponse> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
      for (Future<MockHttpServletResponse> answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
    }
    return answers;
  }

  private int versions() {
    return rig.database
        .sql()
        .sql("select count(*) from version where subject = ? and state in ('LIVE', 'RETIRED')")
        .param(subject)
        .query(Integer.class)
        .single();
  }

  @Test
  void aTicketIsTheSingleChangeOfItsTokenAndCanBeFinishedWithIt() {
    String once = token(",\"singleUse\":true");
    MockHttpServletResponse ticket = ticket(once);
    assertThat(ticket.getStatus()).isEqualTo(201);
    String id = json(ticket).path("id").asString();
    rig.bucket.arrive(id, TestBucket.picture(10));

    assertRefused(ticket(once), 401, "token-used");
    assertRefused(upload(once, 11), 401, "token-used");
    assertThat(rig.ask("POST", "/v1/uploads/" + id + "/finish", once, "{}").getStatus())
        .isEqualTo(201);
  }

  @Test
  void jwtTokensEndWhenTheirSubjectIsErased() {
    assertThat(upload(ADMIN, 12).getStatus()).isEqualTo(201);
    String before = token("");
    assertThat(rig.ask("DELETE", avatar + "?erase=true", ADMIN, "").getStatus()).isEqualTo(200);

    assertRefused(upload(before, 13), 401, "token-ended");
    assertRefused(ticket(before), 401, "token-ended");
    assertThat(upload(token(""), 13).getStatus()).as("a token made since").isEqualTo(201);
    assertThat(upload(ADMIN, 14).getStatus()).isEqualTo(201);
  }

  @Test
  void jwtTokensEndWithTheKeyTheyWereMadeWith() {
    JsonNode key =
        json(
            rig.ask(
                "POST",
                "/v1/admin/keys",
                ADMIN,
                "{\"name\":\"shop\",\"scopes\":[\"tokens\"],\"subjects\":\"ben-\"}"));
    String ofTheKey = token("Bearer " + key.path("key").asString(), "");
    assertThat(upload(ofTheKey, 15).getStatus()).isEqualTo(201);

    assertThat(
            rig.ask("DELETE", "/v1/admin/keys/" + key.path("id").asString(), ADMIN, "").getStatus())
        .isEqualTo(204);

    assertRefused(upload(ofTheKey, 16), 401, "unauthorized");
  }

  @Test
  void usesAreForgottenWhenTheirTokensHaveEnded() {
    String once = token(",\"singleUse\":true");
    assertThat(upload(once, 17).getStatus()).isEqualTo(201);
    long uses = uses();
    rig.database
        .sql()
        .sql("insert into token_use values (gen_random_uuid(), now() - interval '1 second')")
        .update();

    rig.part(Reaper.class).reap(() -> true);

    assertThat(uses()).isEqualTo(uses).isPositive();
    assertRefused(upload(once, 18), 401, "token-used");
  }

  private long uses() {
    return rig.database.sql().sql("select count(*) from token_use").query(Long.class).single();
  }
}
