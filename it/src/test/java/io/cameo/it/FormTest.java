package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms that are made to be expensive or ambiguous, taken apart by the running program. */
@ExtendWith(Running.class)
class FormTest {

  private final byte[] picture = Pictures.jpeg(60, Pictures.RED);
  private final Api api;
  private final Truth truth;

  FormTest(Api api, Program program) {
    this.api = api;
    this.truth = new Truth(program);
  }

  private static byte[] part(String boundary, String headers, byte[] body) {
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    part.writeBytes(
        ("--" + boundary + "\r\n" + headers + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    part.writeBytes(body);
    part.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    return part.toByteArray();
  }

  private byte[] form(String boundary, String headers) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(part(boundary, headers, picture));
    form.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return form.toByteArray();
  }

  private Api.Answer send(String subject, String type, byte[] form) {
    return api.upload(subject, form, "Content-Type", type);
  }

  private void assertRefused(String subject, Api.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("bad-multipart");
    assertThat(truth.rowsAbout(subject)).isEmpty();
    Wait.until(
        "temporary files to be gone: " + truth.temporaryFiles(),
        Duration.ofSeconds(10),
        () -> truth.temporaryFiles().isEmpty());
  }

  @Test
  void h1TenThousandPartsAreRefused() {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    for (int i = 0; i < 10_000; i++) {
      form.writeBytes(
          part("x", "Content-Disposition: form-data; name=\"a" + i + "\"", new byte[] {'1'}));
    }
    form.writeBytes("--x--\r\n".getBytes(StandardCharsets.UTF_8));
    String subject = Api.subject();

    assertRefused(subject, send(subject, "multipart/form-data; boundary=x", form.toByteArray()));
  }

  @Test
  void h1TenKilobytesOfHeadersOfAPartAreRefused() {
    String subject = Api.subject();
    String headers =
        "Content-Disposition: form-data; name=\"file\"; filename=\"a\"\r\nX: " + "y".repeat(10_000);

    assertRefused(subject, send(subject, "multipart/form-data; boundary=x", form("x", headers)));
  }

  static Stream<String> badBoundaries() {
    return Stream.of(
        "multipart/form-data",
        "multipart/form-data;",
        "multipart/form-data; boundary",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=other",
        "multipart/form-data; boundary=xx",
        "multipart/form-data; boundary=" + "z".repeat(4_096),
        "multipart/form-data; charset=utf-8");
  }

  @ParameterizedTest
  @MethodSource("badBoundaries")
  void h2ABoundaryThatIsNotThereIsRefused(String type) {
    String subject = Api.subject();

    assertRefused(
        subject, send(subject, type, form("x", "Content-Disposition: form-data; name=\"file\"")));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 70, 500})
  void h2ABoundaryMayBeShortOrLong(int length) {
    String boundary = "b".repeat(length);

    Api.Answer answer =
        send(
            Api.subject(),
            "multipart/form-data; boundary=\"" + boundary + "\"",
            form(boundary, "Content-Disposition: form-data; name=\"file\"; filename=\"a\""));

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  @Test
  void h2ABoundaryThatComesInTwoPiecesIsFound() {
    String subject = Api.subject();
    byte[] form = form("x-y", "Content-Disposition: form-data; name=\"file\"; filename=\"a\"");
    Api.Answer answer =
        api.chunked(
            "PUT",
            "/v1/avatars/" + subject,
            form,
            "Content-Type",
            "multipart/form-data; boundary=x-y");

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "filename=\"../../etc/passwd\"",
        "filename*=UTF-8''..%2f..%2fetc",
        "filename=\"a\"; filename=\"b\"",
        "filename=\"\\\"';--\"",
        "filename=\"=?utf-8?Q?x?=\"",
        "filename=\"\u202egpj.exe\""
      })
  void h7TheNameOfAFileIsOfNoImportance(String name) {
    Api.Answer answer =
        send(
            Api.subject(),
            "multipart/form-data; boundary=x",
            form("x", "Content-Disposition: form-data; name=\"file\"; " + name));

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(answer.text()).doesNotContain("passwd").doesNotContain("gpj");
  }
}
