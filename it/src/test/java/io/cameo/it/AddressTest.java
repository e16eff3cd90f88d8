package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One address of everything, and methods that mean what they say. */
@ExtendWith(Running.class)
class AddressTest {

  private final Api api;
  private final Program program;
  private final String subject = Api.subject();
  private String version = "";

  AddressTest(Api api, Program program) {
    this.api = api;
    this.program = program;
  }

  @BeforeEach
  void upload() {
    version =
        api.upload(subject, Pictures.jpeg(70, Pictures.BLUE)).json().path("version").asString();
    assertThat(version).hasSize(32);
  }

  /** What is said to a path that is sent as it stands, by who may do all. */
  private String answer(String path) {
    try (RawConnection connection = new RawConnection(program)) {
      return connection
          .send(
              "GET "
                  + path.replace("SUBJECT", subject).replace("VERSION", version)
                  + " HTTP/1.1\r\n"
                  + "Host: 127.0.0.1\r\n"
                  + "Connection: close\r\n"
                  + "Authorization: Bearer "
                  + Program.ADMIN_KEY
                  + "\r\n\r\n")
          .untilClosed();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/avatars/SUBJECT/x.jpg",
        "/v1/avatars/SUBJECT;x.jpg",
        "/v1/avatars/SUBJECT;x=y/versions",
        "/v1/avatars/SUBJECT%3bx.jpg",
        "/v1/avatars/SUBJECT%3Bx.jpg",
        "/v1/avatars/SUBJECT%2fx.jpg",
        "/v1/avatars/SUBJECT%00x.jpg",
        "/v1/avatars/SUBJECT%0ax.jpg",
        "/v1/avatars/SUBJECT%23x.jpg",
        "/v1/avatars/SUBJECT%3fx.jpg",
        "/v1/avatars/SUBJECT%5cx.jpg",
        "/v1/avatars/SUBJECT/",
        "/v1/avatars/SUBJECT/versions/x.png",
        "/v1/avatars/SUBJECT/versions.png",
        "/v1/avatars/x/..%2fSUBJECT",
        "/v1/avatars/x/%2e%2e%2fSUBJECT",
        "/v1/avatars/x/../SUBJECT",
        "/v1/avatars/./SUBJECT",
        "/v1/avatars//SUBJECT",
        "//v1/avatars/SUBJECT",
        "/v1;x.png/avatars/SUBJECT",
        "/V1/avatars/SUBJECT",
        "/u/..%2fv1/avatars/SUBJECT",
        "/u/../v1/avatars/SUBJECT",
        "/a/VERSION/..%2f..%2fv1/avatars/SUBJECT",
        "/v1/limits;x.png",
        "/v1/limits/x.png",
        "/v1/limits.png",
        "/v1/limits%2fx.png",
        "/v1/limits%00.png",
        "/v1/limits/..%2f",
        "/u/SUBJECT;x.jpg",
        "/u/SUBJECT/x.jpg",
        "/u/SUBJECT%2fx.jpg",
        "/u/SUBJECT%00.jpg",
        "/u/SUBJECT.css",
        "/u/SUBJECT.jpg/x.css",
        "/a/VERSION/256.jpg;x.css",
        "/a/VERSION/256.jpg/x.css",
        "/a/VERSION/256.jpg%2fx.css",
        "/a/VERSION/256.jpg%00",
        "/a/VERSION/256.css",
        "/a/VERSION;x/256.jpg",
        "/a/VERSION//256.jpg"
      })
  void d2NoSuffixAndNoDelimiterMakesAnotherAddress(String path) {
    String said = answer(path);

    int status = RawConnection.statuses(said).getFirst();
    if (path.equals("/u/SUBJECT.css")) {
      // A subject of its own that has no picture: drawn, and never the other's.
      assertThat(said).doesNotContain(version).contains("Content-Type: image/png");
      return;
    }
    assertThat(status).as(said).isIn(400, 404);
    assertThat(said)
        .contains("Content-Type: application/problem+json")
        .contains("Cache-Control: no-store")
        .doesNotContain(version)
        .doesNotContain("image/avif");
    if (path.matches("/(u/SUBJECT|a/VERSION).*") && !path.contains("..")) {
      assertThat(said)
          .as("d1: the server's own refusals too")
          .contains("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'; sandbox")
          .contains("Cross-Origin-Resource-Policy: cross-origin")
          .contains("Access-Control-Allow-Origin: *")
          .contains("Referrer-Policy: no-referrer");
    }
  }

  /** Browsers send these as they are, so one of them in a name must not break the picture. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/u/SUBJECT?s=64&v=[1]{2}|3^4`5\\6",
        "/avatar/00000000000000000000000000000000?d=initials&name=[Ops]%20{Ann}|^`\\"
      })
  void signsThatBrowsersDoNotEncodeAreTakenInAQuery(String path) {
    String said = answer(path);

    assertThat(RawConnection.statuses(said)).containsExactly(200);
    assertThat(said).contains("Content-Type: image/");
  }

  @Test
  void d2WhatIsPrivateIsNeverKept() {
    for (String path :
        new String[] {"/v1/avatars/" + subject, "/v1/avatars/" + subject + "/versions"}) {
      assertThat(api.get(path).header("Cache-Control")).isEqualTo("no-store");
      assertThat(api.as("").get(path).header("Cache-Control")).isEqualTo("no-store");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/limits", "/v1/avatars/SUBJECT", "/u/SUBJECT", "/nothing", "/"})
  void h11TraceIsNotAnswered(String path) {
    String said;
    try (RawConnection connection = new RawConnection(program)) {
      said =
          connection
              .send(
                  "TRACE "
                      + path.replace("SUBJECT", subject)
                      + " HTTP/1.1\r\n"
                      + "Host: 127.0.0.1\r\n"
                      + "Connection: close\r\n"
                      + "X-Secret: echo\r\n\r\n")
              .untilClosed();
    }

    assertThat(RawConnection.statuses(said))
        .as(said)
        .isIn(java.util.List.of(405), java.util.List.of(404));
    assertThat(said).doesNotContain("echo");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "_method"})
  void h11NoHeaderAndNoParameterMakesAnotherMethod(String name) {
    String path = "/v1/avatars/" + subject + "?" + name + "=DELETE";

    assertThat(api.get(path, name, "DELETE").status()).isEqualTo(200);
    assertThat(api.method("POST", path, name, "DELETE").status()).isEqualTo(405);
    assertThat(api.method("POST", path, name, "PUT").status()).isEqualTo(405);
    assertThat(api.get("/v1/avatars/" + subject).json().path("version").asString())
        .isEqualTo(version);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/u/SUBJECT",
        "/u/SUBJECT.jpg?s=64",
        "/u/nobody-at-all",
        "/u/nobody-at-all?d=404",
        "/a/VERSION/64.jpg",
        "/a/VERSION/65.jpg",
        "/v1/limits",
        "/v1/status",
        "/v1/avatars/SUBJECT",
        "/v1/avatars/SUBJECT/versions",
        "/v1/avatars/nobody-at-all",
        "/nothing"
      })
  void h11HeadSaysWhatGetSaysAndSendsNothing(String template) {
    String path = template.replace("SUBJECT", subject).replace("VERSION", version);

    Api.Answer get = api.get(path);
    Api.Answer head = api.head(path);

    assertThat(head.status()).isEqualTo(get.status());
    assertThat(comparable(head)).isEqualTo(comparable(get));
    assertThat(head.body()).isEmpty();
  }

  /** Without what differs between any two answers, and without how a body is sent. */
  private static Map<String, Object> comparable(Api.Answer answer) {
    Map<String, Object> headers = new TreeMap<>(answer.headers());
    for (String name :
        new String[] {"date", "x-request-id", "transfer-encoding", "content-length"}) {
      headers.remove(name);
    }
    return headers;
  }

  @ParameterizedTest
  @ValueSource(strings = {"If-None-Match", "If-Match", "If-Unmodified-Since"})
  void h11AChangeThatIsToDependOnSomethingIsRefusedAndNotMadeAllTheSame(String condition) {
    byte[] other = Pictures.jpeg(71, Pictures.RED);

    assertThat(api.upload(subject, other, condition, "*").code()).isEqualTo("bad-request");
    assertThat(api.upload(Api.subject(), other, condition, "*").code()).isEqualTo("bad-request");
    assertThat(api.delete("/v1/avatars/" + subject, condition, "*").status()).isEqualTo(400);
    assertThat(api.post("/v1/avatars/" + subject + "/revert", "", condition, "*").status())
        .isEqualTo(400);
    assertThat(api.get("/v1/avatars/" + subject).json().path("version").asString())
        .isEqualTo(version);
  }
}
