package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who asks with {@code Expect: 100-continue} is told its fate before a byte of the body is sent.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExpectTest {

  private static final byte[] PICTURE = Pictures.jpeg(80, Pictures.RED);
  private static final String OWNER = "expect-owner";
  private static final String LIMITED = "expect-limited";
  private static final String CLOSED = "expect-closed";

  private Program program;
  private String token;
  private String limited;
  private String closed;

  @BeforeAll
  void start() {
    program =
        Program.start(
            Homes.prepared(),
            Map.of(
                "CAMEO_LIMITS", "on", "CAMEO_LIMIT_SUBJECT", "1", "CAMEO_LIMIT_ADDRESS", "1000"));
    token = token(OWNER);
    limited = token(LIMITED);
    closed = token(CLOSED);
    Api operator = new Api(program, Program.ADMIN_KEY);
    Api.Answer off =
        operator.send(
            "PUT",
            "/v1/admin/switches",
            "{\"name\":\"uploads\",\"on\":false,\"subject\":\""
                + CLOSED
                + "\",\"reason\":\"Tested.\"}");
    assertThat(off.status()).as(off.text()).isEqualTo(200);
    Api.Answer first = new Api(program, limited).upload(LIMITED, PICTURE);
    assertThat(first.status()).as(first.text()).isEqualTo(201);
  }

  @AfterAll
  void stop() {
    program.close();
  }

  private String token(String subject) {
    return new Api(program, Program.ADMIN_KEY)
        .post("/v1/tokens", "{\"subject\":\"" + subject + "\",\"ttlSeconds\":600}")
        .json()
        .path("token")
        .asString();
  }

  /**
   * @param headers with TOKEN, LIMITED and CLOSED where those of this run are to stand
   */
  record Refused(String name, String line, String headers, int status) {
    @Override
    public String toString() {
      return name + " gets " + status;
    }
  }

  private static Refused refused(String name, String headers, int status) {
    return new Refused(name, "PUT /v1/avatars/" + OWNER, headers, status);
  }

  static Stream<Refused> refusals() {
    String good = "Authorization: Bearer TOKEN\r\nContent-Type: image/jpeg\r\n";
    String length = "Content-Length: 1000\r\n";
    return Stream.of(
        refused("a picture that is too long", good + "Content-Length: 5242881\r\n", 413),
        refused(
            "a form that is too long",
            "Authorization: Bearer TOKEN\r\nContent-Type: multipart/form-data; boundary=x\r\n"
                + "Content-Length: 9000000\r\n",
            413),
        refused("a stranger", "Content-Type: image/jpeg\r\n" + length, 401),
        refused(
            "a wrong key",
            "Authorization: Bearer wrong\r\nContent-Type: image/jpeg\r\n" + length,
            401),
        new Refused("another's picture", "PUT /v1/avatars/somebody-else", good + length, 403),
        new Refused(
            "whoever came too often",
            "PUT /v1/avatars/" + LIMITED,
            "Authorization: Bearer LIMITED\r\nContent-Type: image/jpeg\r\n" + length,
            429),
        new Refused(
            "whoever's uploads are switched off",
            "PUT /v1/avatars/" + CLOSED,
            "Authorization: Bearer CLOSED\r\nContent-Type: image/jpeg\r\n" + length,
            503),
        refused(
            "a type that is not taken",
            "Authorization: Bearer TOKEN\r\nContent-Type: text/html\r\n" + length,
            415),
        refused("a compressed body", good + length + "Content-Encoding: gzip\r\n", 415),
        refused(
            "a compressed body of no length",
            good + "Content-Encoding: br\r\n" + "Transfer-Encoding: chunked\r\n",
            415),
        refused("a bad key of its own", good + length + "Idempotency-Key: a b\r\n", 400),
        new Refused("a name that no subject has", "PUT /v1/avatars/a,b", good + length, 400),
        new Refused("a bad crop", "PUT /v1/avatars/" + OWNER + "?crop=1,2", good + length, 422),
        new Refused("a wrong method", "POST /v1/avatars/" + OWNER, good + length, 405),
        new Refused("an address where nothing is", "PUT /v1/nothing", good + length, 404),
        new Refused("an address of pictures", "PUT /u/" + OWNER, good + length, 405));
  }

  private RawConnection ask(String line, String headers) {
    return new RawConnection(program)
        .send(
            line
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\n"
                + headers
                    .replace("TOKEN", token)
                    .replace("LIMITED", limited)
                    .replace("CLOSED", closed)
                + "\r\n");
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void h6WhatWillBeRefusedIsNeverAskedFor(Refused refused) {
    try (RawConnection connection = ask(refused.line(), refused.headers())) {
      String said = connection.untilClosed();

      assertThat(RawConnection.statuses(said)).as(said).containsExactly(refused.status());
      assertThat(said).contains("application/problem+json");
    }
  }

  @Test
  void h6WhatIsTakenIsAskedForOnce() {
    try (RawConnection connection =
        ask(
            "PUT /v1/avatars/" + OWNER,
            "Authorization: Bearer TOKEN\r\nContent-Type: image/jpeg\r\nContent-Length: "
                + PICTURE.length
                + "\r\n")) {
      assertThat(RawConnection.statuses(connection.until("\r\n\r\n"))).containsExactly(100);

      String said = connection.send(PICTURE).until("\"alt\"");

      assertThat(RawConnection.statuses(said)).containsExactly(100, 201);
    }
  }

  @Test
  void h6WhoIsAnsweredWithoutABodyIsAnsweredAll() {
    try (RawConnection connection = ask("GET /v1/limits", "Content-Length: 1000\r\n")) {
      String said = connection.untilClosed();

      assertThat(RawConnection.statuses(said)).as(said).containsExactly(200);
      assertThat(said).contains("image/avif");
    }
  }

  @Test
  void h6AnExpectationOfAnythingElseIsRefused() {
    try (RawConnection connection =
        new RawConnection(program)
            .send("GET /v1/limits HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: a-miracle\r\n\r\n")) {
      String said = connection.untilClosed();

      assertThat(RawConnection.statuses(said)).as(said).hasSize(1).doesNotContain(200);
    }
  }
}
