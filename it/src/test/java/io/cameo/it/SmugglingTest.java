package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests whose end can be disputed: none of the rest is ever taken for another request. */
@ExtendWith(Running.class)
class SmugglingTest {

  /** A request that would be answered if it were taken for one. */
  private static final String HIDDEN = "GET /v1/limits HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

  private static final String CHUNKS = "5\r\nhello\r\n0\r\n\r\n";

  private final Api api;
  private final Program program;
  private final Truth truth;

  SmugglingTest(Api api, Program program) {
    this.api = api;
    this.program = program;
    this.truth = new Truth(program);
  }

  /**
   * @param bytes with SUBJECT where its subject is to stand
   */
  record Attack(String name, String bytes) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Attack upload(String name, String framing, String body) {
    return new Attack(
        name,
        "PUT /v1/avatars/SUBJECT HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
            + Program.ADMIN_KEY
            + "\r\nContent-Type: image/jpeg\r\n"
            + framing
            + "\r\n"
            + body
            + HIDDEN);
  }

  private static Attack chunked(String name, String body) {
    return upload(name, "Transfer-Encoding: chunked\r\n", body);
  }

  private static Attack head(String name, String bytes) {
    return new Attack(name, bytes + HIDDEN);
  }

  static Stream<Attack> attacks() {
    List<Attack> all = new ArrayList<>();
    all.add(
        upload(
            "a length and then chunks",
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
            CHUNKS));
    all.add(
        upload(
            "chunks and then a length",
            "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
            CHUNKS));
    all.add(upload("two lengths", "Content-Length: 5\r\nContent-Length: 80\r\n", "hello"));
    all.add(upload("one length twice", "Content-Length: 5\r\nContent-Length: 5\r\n", "hello"));
    for (String length : List.of("5, 5", "+5", "-1", "0x5", "5 5", "five", "9".repeat(20))) {
      all.add(upload("the length " + length, "Content-Length: " + length + "\r\n", "hello"));
    }
    all.add(upload("a folded length", "Content-Length:\r\n 5\r\n", "hello"));
    all.add(upload("a length before a space", "Content-Length : 5\r\n", "hello"));
    for (String coding :
        List.of(
            "xchunked",
            "identity",
            "gzip, chunked",
            "chunked, chunked",
            "chunked, identity",
            "chunked;q=1",
            "\u000bchunked",
            "chunked\u0000",
            "\r\n chunked",
            "chunked\r\n , identity",
            "")) {
      all.add(
          upload(
              "the encoding " + coding.replaceAll("[^ -~]", "?"),
              "Transfer-Encoding: " + coding + "\r\n",
              CHUNKS));
    }
    all.add(
        upload(
            "two encodings",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
            CHUNKS));
    all.add(upload("an encoding before a space", "Transfer-Encoding : chunked\r\n", CHUNKS));
    Attack old = chunked("chunks in HTTP/1.0", CHUNKS);
    all.add(
        new Attack(
            old.name(),
            old.bytes().replaceFirst("HTTP/1.1\r\n", "HTTP/1.0\r\nConnection: keep-alive\r\n")));
    chunks(all);
    heads(all);
    return all.stream();
  }

  private static void chunks(List<Attack> all) {
    for (String size :
        List.of("-1", "ffffffffffffffff", "0000000000000005", "0x5", "5g", "", " 5")) {
      all.add(chunked("the chunk size " + size, size + "\r\nhello\r\n0\r\n\r\n"));
    }
    all.add(chunked("a chunk longer than its size", "3\r\nhello\r\n0\r\n\r\n"));
    all.add(chunked("a chunk that ends without CR", "5\r\nhello\n0\r\n\r\n"));
    all.add(chunked("a chunk size that ends without CR", "5\nhello\r\n0\r\n\r\n"));
    all.add(chunked("an extension of a megabyte", "5;" + "x".repeat(1 << 20) + "\r\nhello\r\n"));
    all.add(chunked("an extension with a lone LF", "5;x\nhello\r\n0\r\n\r\n"));
    all.add(
        chunked("trailers of 100 kB", "5\r\nhello\r\n0\r\nX: " + "x".repeat(100_000) + "\r\n\r\n"));
    all.add(chunked("a trailer without CR", "5\r\nhello\r\n0\r\nX: y\n\r\n"));
    all.add(chunked("a trailer that is none", "5\r\nhello\r\n0\r\nno colon\r\n\r\n"));
  }

  private static void heads(List<Attack> all) {
    String line = "GET /v1/limits HTTP/1.1\r\n";
    String host = "Host: 127.0.0.1\r\n";
    all.add(head("lines without CR", "GET /v1/limits HTTP/1.1\nHost: 127.0.0.1\n\n"));
    all.add(head("a header without CR", line + host + "X: y\nZ: z\r\n\r\n"));
    all.add(head("an empty line without CR", line + host + "\n"));
    all.add(head("a CR in a value", line + host + "X: a\rb\r\n\r\n"));
    all.add(head("a NUL in a value", line + host + "X: a\u0000b\r\n\r\n"));
    all.add(head("a NUL in a name", line + host + "X\u0000Y: b\r\n\r\n"));
    all.add(head("a space before a colon", line + host + "X : b\r\n\r\n"));
    all.add(head("a header without a colon", line + host + "nothing\r\n\r\n"));
    all.add(head("a folded first header", line + " X: y\r\n" + host + "\r\n"));
    all.add(head("a folded host", line + "Host:\r\n 127.0.0.1\r\n\r\n"));
    all.add(head("two hosts", line + host + "Host: other.example\r\n\r\n"));
    all.add(head("no host", line + "\r\n"));
    all.add(
        head(
            "another host in the first line",
            "GET http://other.example/v1/limits HTTP/1.1\r\n" + host + "\r\n"));
    all.add(head("two spaces", "GET  /v1/limits HTTP/1.1\r\n" + host + "\r\n"));
    all.add(head("a tab", "GET\t/v1/limits HTTP/1.1\r\n" + host + "\r\n"));
    all.add(head("HTTP/0.9", "GET /v1/limits\r\n"));
    all.add(head("HTTP/1.2", "GET /v1/limits HTTP/1.2\r\n" + host + "\r\n"));
    all.add(head("headers of 100 kB", line + host + "X: " + "x".repeat(100_000) + "\r\n\r\n"));
    all.add(head("2,000 headers", line + host + "X: y\r\n".repeat(2_000) + "\r\n"));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void h3NothingOfTheRestIsTakenForARequest(Attack attack) {
    String subject = Api.subject();
    String said;
    try (RawConnection connection = new RawConnection(program)) {
      said = connection.send(attack.bytes().replace("SUBJECT", subject)).untilClosed();
    }

    assertThat(RawConnection.statuses(said)).as(said).isIn(List.of(), List.of(400));
    if (said.startsWith("HTTP/1.1")) {
      assertThat(said).contains("application/problem+json").contains("Connection: close");
    }
    assertThat(said).as("the answer to the hidden request").doesNotContain("image/avif");
    assertThat(truth.rowsAbout(subject)).isEmpty();
    Wait.until(
        "temporary files to be gone: " + truth.temporaryFiles(),
        Duration.ofSeconds(10),
        () -> truth.temporaryFiles().isEmpty());
  }

  @Test
  void h3WhatIsWellFormedIsAnsweredAndTwoInARowAreTwo() {
    byte[] picture = Pictures.jpeg(60, Pictures.GREEN);
    String subject = Api.subject();
    String body =
        Integer.toHexString(picture.length)
            + ";name=\"value\"\r\n"
            + new String(picture, StandardCharsets.ISO_8859_1)
            + "\r\n0\r\nX-Trailer: y\r\n\r\n";
    try (RawConnection connection = new RawConnection(program)) {
      connection.send(chunked("a good one", body).bytes().replace("SUBJECT", subject));

      String said = connection.until("image/avif");

      assertThat(RawConnection.statuses(said)).containsExactly(201, 200);
    }
    assertThat(api.get("/v1/avatars/" + subject).status()).isEqualTo(200);
  }

  @Test
  void h3ABodyOfAGetIsNotTheNextRequest() {
    String get =
        "GET /u/nobody HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: "
            + HIDDEN.length()
            + "\r\n\r\n";
    try (RawConnection connection = new RawConnection(program)) {
      connection.send(get + HIDDEN + "GET /nothing HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

      String said = connection.until("\"not-found\"");

      assertThat(RawConnection.statuses(said)).containsExactly(200, 404);
    }
  }

  @Test
  void h3AFoldedHeaderOfNoImportanceIsReadAsOneLine() {
    try (RawConnection connection = new RawConnection(program)) {
      connection.send(
          "GET /nothing HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Folded: one\r\n and two\r\n\r\n" + HIDDEN);

      String said = connection.until("image/avif");

      assertThat(RawConnection.statuses(said)).containsExactly(404, 200);
    }
  }

  @Test
  void h3AMissingEndOfAFormLeavesNothing() {
    String subject = Api.subject();
    String form =
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
            + "half a picture";
    String said;
    try (RawConnection connection = new RawConnection(program)) {
      said =
          connection
              .send(
                  "PUT /v1/avatars/"
                      + subject
                      + " HTTP/1.1\r\n"
                      + "Host: 127.0.0.1\r\n"
                      + "Connection: close\r\n"
                      + "Authorization: Bearer "
                      + Program.ADMIN_KEY
                      + "\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: "
                      + form.length()
                      + "\r\n\r\n"
                      + form)
              .untilClosed();
    }

    assertThat(RawConnection.statuses(said)).as(said).containsExactly(400);
    assertThat(said).contains("bad-multipart");
    assertThat(truth.rowsAbout(subject)).isEmpty();
    assertThat(truth.temporaryFiles()).isEmpty();
  }
}
