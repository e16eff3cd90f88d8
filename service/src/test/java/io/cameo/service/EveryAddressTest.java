package io.cameo.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.accounts.TestAccounts;
import io.cameo.service.upload.TestBucket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every address of the API: who may use it, and that what it changes leaves a line in the audit
 * log. The addresses are those that the framework knows: a new one fails here until it has a row.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class EveryAddressTest {

  private static final String ADMIN = TestAccounts.ADMIN;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Members of S5, which nobody may set. */
  private static final String FOREIGN =
      "\"state\":\"LIVE\",\"verdict\":\"clean\",\"ownerId\":\"trudy\",\"owner\":\"trudy\","
          + "\"contentType\":\"text/html\",\"actor\":\"trudy\",\"createdAt\":\"1999-01-01T00:00:00Z\","
          + "\"version\":\"00000000000000000000000000000000\",\"isAdmin\":true,\"order\":1";

  /** Whom an address asks for. */
  private enum Who {
    ANYONE,
    /** Whoever may do this to the subject. */
    SUBJECT,
    /** The admin key, or an API key with the scope of the row. */
    OPERATOR,
    /** Its own secret, which is part of it. */
    SECRET
  }

  /**
   * One address.
   *
   * @param audited the action of its line; empty when it changes nothing itself
   * @param scope the scope that an API key needs for it
   * @param body of JSON, with the subject in place of $; empty for none
   */
  private record Row(Who who, Optional<String> audited, String scope, String body) {}

  private static Row anyone() {
    return new Row(Who.ANYONE, Optional.empty(), "", "");
  }

  private static Row shows(String body) {
    return new Row(Who.SUBJECT, Optional.empty(), "read", body);
  }

  private static Row changes(String action, String body) {
    return new Row(Who.SUBJECT, Optional.of(action), "write", body);
  }

  private static final String IDENTITIES = "%s /v1/avatars/{subject}/identities";

  private static final Map<String, Row> ROWS = new LinkedHashMap<>();

  static {
    ROWS.put("GET /", anyone());
    ROWS.put("GET /demo/demo.css", anyone());
    ROWS.put("GET /demo/demo.js", anyone());
    ROWS.put("GET /demo/token", new Row(Who.ANYONE, Optional.of("token"), "", ""));
    ROWS.put("GET /docs", anyone());
    ROWS.put("GET /docs/reference.css", anyone());
    ROWS.put("GET /openapi.yaml", anyone());
    ROWS.put("GET /v1/limits", anyone());
    ROWS.put("GET /v1/status", anyone());
    ROWS.put("GET /v1/status.atom", anyone());
    ROWS.put("GET /v1/avatars/{subject}", shows(""));
    ROWS.put("GET /v1/avatars/{subject}/versions", shows(""));
    ROWS.put("PUT /v1/avatars/{subject}", changes("upload", ""));
    ROWS.put("DELETE /v1/avatars/{subject}", changes("delete", ""));
    ROWS.put("POST /v1/avatars/{subject}/revert", changes("revert", ""));
    ROWS.put(
        "POST /v1/uploads", changes("ticket", "{\"subject\":\"$\",\"type\":\"image/jpeg\"MORE}"));
    ROWS.put("POST /v1/uploads/{id}/finish", changes("upload", "{\"crop\":\"\"MORE}"));
    ROWS.put("GET /v1/uploads/{id}/preview", new Row(Who.SUBJECT, Optional.empty(), "write", ""));
    // It changes nothing: a ticket that is finished by it leaves the line of the upload.
    ROWS.put(
        "POST /v1/uploads/events/{secret}",
        new Row(Who.SECRET, Optional.empty(), "", "{\"Records\":[]}"));
    ROWS.put(
        "POST /v1/tokens",
        new Row(Who.OPERATOR, Optional.of("token"), "tokens", "{\"subject\":\"$\"MORE}"));
    ROWS.put("GET /v1/admin/limits", new Row(Who.OPERATOR, Optional.empty(), "limits", ""));
    ROWS.put(
        "PUT /v1/admin/limits",
        new Row(
            Who.OPERATOR,
            Optional.of("limits"),
            "limits",
            "{\"name\":\"address-uploads\",\"amount\":7MORE}"));
    ROWS.put("GET /v1/admin/switches", new Row(Who.OPERATOR, Optional.empty(), "switches", ""));
    ROWS.put(
        "PUT /v1/admin/switches",
        new Row(
            Who.OPERATOR,
            Optional.of("switch"),
            "switches",
            "{\"name\":\"gravatar\",\"on\":false,\"reason\":\"Tested.\"MORE}"));
    ROWS.put("GET /v1/admin/maintenance", new Row(Who.OPERATOR, Optional.empty(), "switches", ""));
    ROWS.put(
        "PUT /v1/admin/maintenance",
        new Row(
            Who.OPERATOR,
            Optional.of("maintenance"),
            "switches",
            "{\"on\":true,\"message\":\"Tested.\"MORE}"));
    ROWS.put(
        IDENTITIES.formatted("GET"), new Row(Who.OPERATOR, Optional.empty(), "identities", ""));
    ROWS.put(
        IDENTITIES.formatted("PUT"),
        new Row(
            Who.OPERATOR,
            Optional.of("identities"),
            "identities",
            "{\"emails\":[\"planted.mail.of.$@example.org\"]MORE}"));
    ROWS.put(
        IDENTITIES.formatted("DELETE"),
        new Row(Who.OPERATOR, Optional.of("identities"), "identities", ""));
    ROWS.put("GET /v1/admin/erasures/{id}", new Row(Who.OPERATOR, Optional.empty(), "admin", ""));
    ROWS.put("GET /v1/admin/keys", new Row(Who.OPERATOR, Optional.empty(), "admin", ""));
    ROWS.put(
        "POST /v1/admin/keys",
        new Row(
            Who.OPERATOR,
            Optional.of("keys"),
            "admin",
            "{\"name\":\"of the test\",\"scopes\":[\"read\"]MORE}"));
    ROWS.put(
        "POST /v1/admin/keys/{id}/rotate",
        new Row(Who.OPERATOR, Optional.of("keys"), "admin", "{\"overlapSeconds\":60MORE}"));
    ROWS.put("DELETE /v1/admin/keys/{id}", new Row(Who.OPERATOR, Optional.of("keys"), "admin", ""));
  }

  static Stream<String> all() {
    return ROWS.keySet().stream();
  }

  static Stream<String> guarded() {
    return all().filter(at -> Set.of(Who.SUBJECT, Who.OPERATOR).contains(ROWS.get(at).who()));
  }

  static Stream<String> withJson() {
    return all().filter(at -> ROWS.get(at).body().contains("MORE"));
  }

  private HttpRig rig;
  private int subjects;

  @BeforeAll
  void open(@TempDir Path data) {
    rig = new HttpRig(data);
  }

  @AfterAll
  void close() {
    rig.close();
  }

  @Test
  void everyAddressHasItsRow() {
    Set<String> known = new TreeSet<>(rig.addresses());

    assertThat(HttpRig.controllersElsewhere()).as("wire these in HttpRig too").isEmpty();
    assertThat(known).hasSizeGreaterThan(15).containsExactlyInAnyOrderElementsOf(ROWS.keySet());
    assertThat(known)
        .as("say who and what an address without a method is")
        .noneMatch(one -> one.startsWith("ANY"));
    assertThat(known.stream().filter(one -> !one.startsWith("GET ")))
        .as("each of these changes something, or says here why not")
        .allMatch(one -> ROWS.get(one).audited().isPresent() || ROWS.get(one).who() == Who.SECRET);
  }

  @Test
  void theReferenceSaysWhoMayUseEveryAddress() {
    ApiReference reference = ApiReference.read();

    ROWS.forEach(
        (at, row) ->
            assertThat(reference.scopes(at))
                .as("scopes of %s in docs/openapi.yaml", at)
                .isEqualTo(row.scope().isEmpty() ? Set.of() : Set.of(row.scope())));
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyChangeLeavesOneLineWithItsActorAndItsRequest(String at) {
    Row row = ROWS.get(at);
    Prepared prepared = prepare(at);
    long before = lastLine();

    MockHttpServletResponse answer = ask(at, prepared, row.who() == Who.ANYONE ? "" : ADMIN, "");

    assertThat(answer.getStatus()).as(text(answer)).isBetween(200, 204);
    List<Map<String, Object>> lines = linesAfter(before);
    if (row.audited().isEmpty()) {
      assertThat(lines).isEmpty();
      return;
    }
    assertThat(lines).hasSize(1);
    Map<String, Object> line = lines.getFirst();
    assertThat(line.get("action")).isEqualTo(row.audited().get());
    assertThat(line.get("actor")).isEqualTo(row.who() == Who.ANYONE ? "demo" : "admin");
    assertThat(line.get("address")).isEqualTo("127.0.0.1");
    assertThat(line.get("request_id")).isEqualTo(answer.getHeader("X-Request-Id")).isNotNull();
    assertThat(String.valueOf(line.get("outcome"))).doesNotContain("cameo_", "cut_", "\n");
  }

  @Test
  void anErasureLeavesOneLineWithoutTheSubject() {
    Prepared prepared = prepare("DELETE /v1/avatars/{subject}");
    long before = lastLine();

    MockHttpServletResponse answer =
        rig.ask("DELETE", "/v1/avatars/" + prepared.subject() + "?erase=true", ADMIN, "");

    assertThat(answer.getStatus()).isEqualTo(200);
    assertThat(linesAfter(before)).hasSize(1);
    assertThat(linesAfter(before).getFirst())
        .containsEntry("action", "erase")
        .containsEntry("actor", "admin")
        .containsEntry("request_id", answer.getHeader("X-Request-Id"))
        .containsEntry("subject", null);
  }

  /** Jwt and BOLA of 2.10: without a credential, and with one that is good for something else. */
  @ParameterizedTest
  @MethodSource("guarded")
  void jwtNobodyGetsInWithoutACredentialOrWithAnothersOne(String at) {
    Prepared prepared = prepare(at);
    long before = lastLine();
    String mallorys = token("{\"subject\":\"mallory\"}");

    assertThat(ask(at, prepared, "", "").getStatus()).isEqualTo(401);
    assertThat(ask(at, prepared, "Bearer cameo_abcdefghijkl_" + "A".repeat(43), "").getStatus())
        .isEqualTo(401);
    assertThat(ask(at, prepared, "Bearer " + mallorys, "").getStatus()).isIn(403, 404);
    assertThat(
            ask(
                    at,
                    prepared,
                    "Bearer "
                        + key(
                            "{\"scopes\":[\"read\",\"write\",\"tokens\"],\"subjects\":\"mallory\"}"),
                    "")
                .getStatus())
        .isIn(403, 404);
    assertThat(linesAfter(before).stream().filter(line -> !"admin".equals(line.get("actor"))))
        .as("lines of what was refused")
        .isEmpty();
  }

  /** The confused deputy of 2.10: a credential of one purpose is good for no other. */
  @ParameterizedTest
  @MethodSource("guarded")
  void jwtAKeyIsGoodForItsScopesOnly(String at) {
    String scope = ROWS.get(at).scope();
    for (String other : List.of("read", "write", "tokens", "limits", "identities", "admin")) {
      Prepared prepared = prepare(at);
      String credential = "Bearer " + key("{\"scopes\":[\"" + other + "\"]}");

      MockHttpServletResponse answer = ask(at, prepared, credential, "");

      if (other.equals(scope) || other.equals("admin")) {
        assertThat(answer.getStatus())
            .as("%s with %s: %s", at, other, text(answer))
            .isBetween(200, 204);
      } else {
        assertThat(answer.getStatus()).as("%s with %s", at, other).isEqualTo(403);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("withJson")
  void s5ForeignMembersOfABodySetNothing(String at) {
    Prepared prepared = prepare(at);
    long before = lastLine();

    MockHttpServletResponse answer = ask(at, prepared, ADMIN, "," + FOREIGN);

    assertThat(answer.getStatus()).as(text(answer)).isBetween(200, 204);
    assertThat(linesAfter(before))
        .singleElement()
        .satisfies(line -> assertThat(line.get("actor")).isEqualTo("admin"));
    assertThat(everything()).doesNotContain("trudy", "text/html", "1999-01-01", "planted.mail");
  }

  /** A request's own id is in the line, behind one of ours that no caller can choose. */
  @ParameterizedTest
  @MethodSource("ids")
  void aCallerCannotForgeALineOrTheIdOfAnother(String given) {
    Prepared prepared = prepare("DELETE /v1/avatars/{subject}");
    long before = lastLine();

    MockHttpServletResponse answer =
        rig.answer(
            org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete(
                    "/v1/avatars/" + prepared.subject())
                .header("X-Request-Id", given)
                .header("X-Forwarded-For", "203.0.113.9")
                .header("Forwarded", "for=203.0.113.9"),
            ADMIN);

    assertThat(answer.getStatus()).isEqualTo(204);
    Map<String, Object> line = linesAfter(before).getFirst();
    assertThat(String.valueOf(line.get("request_id")))
        .matches("[0-9a-f]{16}(/[A-Za-z0-9._-]{8,64})?")
        .isNotEqualTo(given);
    assertThat(line.get("address")).isEqualTo("127.0.0.1");
  }

  static Stream<String> ids() {
    return Stream.of(
        "0123456789abcdef",
        "my-own-request-77",
        "0123456789abcdef/another-one",
        "with\nnewline-in-it",
        "x' , 'admin'); --",
        "\u001b[31mred-and-more",
        "y".repeat(10_000));
  }

  /** What an address is asked about. */
  private record Prepared(String subject, String path) {}

  /** A subject with two pictures, a ticket whose picture has arrived, and a key. */
  private Prepared prepare(String at) {
    String subject = "ann-" + subjects++;
    String avatar = "/v1/avatars/" + subject;
    rig.upload(avatar, ADMIN, TestBucket.picture(2 * subjects));
    rig.upload(avatar, ADMIN, TestBucket.picture(2 * subjects + 1));
    String path = at.substring(at.indexOf(' ') + 1).replace("{subject}", subject);
    if (path.contains("/uploads/{id}")) {
      String wanted = "{\"subject\":\"" + subject + "\",\"type\":\"image/jpeg\"}";
      String id = json(rig.ask("POST", "/v1/uploads", ADMIN, wanted)).path("id").asString();
      rig.bucket.arrive(id, TestBucket.picture(100_000 + subjects));
      path = path.replace("{id}", id);
    } else if (path.contains("/erasures/{id}")) {
      String erased = "/v1/avatars/erased-" + subject + "?erase=true";
      String id = json(rig.ask("DELETE", erased, ADMIN, "")).path("certificate").asString();
      path = path.replace("{id}", id);
    } else if (path.contains("/keys/{id}")) {
      path = path.replace("{id}", key("{\"scopes\":[\"read\"]}").split("_")[1]);
    }
    return new Prepared(subject, path.replace("{secret}", HttpRig.EVENTS));
  }

  private MockHttpServletResponse ask(
      String at, Prepared prepared, String credential, String moreMembers) {
    String method = at.substring(0, at.indexOf(' '));
    if (at.equals("PUT /v1/avatars/{subject}")) {
      return rig.upload(prepared.path(), credential, TestBucket.picture(200_000 + subjects));
    }
    String body = ROWS.get(at).body().replace("$", prepared.subject()).replace("MORE", moreMembers);
    return rig.ask(method, prepared.path(), credential, body);
  }

  private String token(String wanted) {
    return json(rig.ask("POST", "/v1/tokens", ADMIN, wanted)).path("token").asString();
  }

  private String key(String wanted) {
    return json(rig.ask(
            "POST",
            "/v1/admin/keys",
            ADMIN,
            wanted.replaceFirst("\\{", "{\"name\":\"of the test\",")))
        .path("key")
        .asString();
  }

  private long lastLine() {
    return rig.database
        .sql()
        .sql("select coalesce(max(id), 0) from audit")
        .query(Long.class)
        .single();
  }

  private List<Map<String, Object>> linesAfter(long id) {
    return rig.database
        .sql()
        .sql("select * from audit where id > ? order by id")
        .param(id)
        .query()
        .listOfRows();
  }

  /** All that the database says of versions, tickets and keys. */
  private String everything() {
    StringBuilder all = new StringBuilder();
    for (String table :
        List.of(
            "version",
            "upload_ticket",
            "api_key",
            "audit",
            "limit_rule",
            "identity",
            "thrown_switch")) {
      rig.database
          .sql()
          .sql("select to_jsonb(t)::text from " + table + " t")
          .query(String.class)
          .list()
          .forEach(all::append);
    }
    return all.toString();
  }

  private static JsonNode json(MockHttpServletResponse answer) {
    return JSON.readTree(answer.getContentAsByteArray());
  }

  private static String text(MockHttpServletResponse answer) {
    return new String(answer.getContentAsByteArray(), UTF_8);
  }
}
