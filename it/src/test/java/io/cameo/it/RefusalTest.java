package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What bad input gets, and that it leaves nothing behind. */
@ExtendWith(Running.class)
class RefusalTest {

  private static final int LIMIT = 5_242_880;

  private final Api api;
  private final Program program;
  private final Truth truth;

  RefusalTest(Api api, Program program) {
    this.api = api;
    this.program = program;
    this.truth = new Truth(program);
  }

  /** An upload that is to be refused. */
  record Bad(String name, Attempt attempt, int status, String code) {
    @Override
    public String toString() {
      return name + " gets " + status + " " + code;
    }
  }

  interface Attempt {
    Api.Answer by(Api api, String subject);
  }

  static Stream<Bad> bad() {
    byte[] good = Pictures.jpeg(Pictures.quarters(300, 200));
    byte[] large = Arrays.copyOf(Pictures.jpeg(Pictures.quarters(300, 200)), LIMIT + 1);
    return Stream.of(
        raw("an SVG", Pictures.svg(), 415, "unsupported-type"),
        raw("an SVG that is called PNG", Pictures.svg(), 415, "unsupported-type", "image/png"),
        raw("a PNG that is called JPEG", png(), 415, "unsupported-type", "image/jpeg"),
        raw("a text", "hello".getBytes(), 415, "unsupported-type", "text/plain"),
        raw("a page", "<html><img>".getBytes(), 415, "unsupported-type", "image/png"),
        raw("a GIF's first bytes", "GIF89a".getBytes(), 422, "damaged-picture", "image/gif"),
        raw("a type that is not taken", good, 415, "unsupported-type", "image/tiff"),
        raw("a truncated JPEG", Pictures.truncated(photo()), 422, "damaged-picture"),
        raw("a truncated PNG", Pictures.truncated(png()), 422, "damaged-picture"),
        raw("a truncated WebP", Pictures.truncated(webp()), 422, "damaged-picture"),
        raw("too many pixels", Pictures.pngOfTooManyPixels(), 413, "too-many-pixels"),
        raw("too many bytes", large, 413, "too-large"),
        new Bad(
            "too many bytes of undeclared length",
            (api, subject) ->
                api.chunked("PUT", "/v1/avatars/" + subject, large, "Content-Type", "image/jpeg"),
            413,
            "too-large"),
        form(
            "too many bytes in a form",
            413,
            "too-large",
            Api.Part.file("file", "image/jpeg", large)),
        crop("a crop outside the picture", "200,100,200", good),
        crop("a crop that is no crop", "1,2", good),
        crop("a crop of no size", "0,0,0", good),
        crop("a crop turned by 45 degrees", "0,0,100,45", good),
        crop("a crop beyond all numbers", "0,0,99999999999", good),
        raw("an empty body", new byte[0], 400, "empty-body", "image/jpeg"),
        form("two files", 400, "bad-multipart", file(good), file(good)),
        form(
            "a file in the wrong field",
            400,
            "bad-multipart",
            Api.Part.file("x", "image/jpeg", good)),
        form("no file", 400, "bad-multipart", Api.Part.field("crop", "0,0,10")),
        new Bad(
            "a form without a boundary",
            (api, subject) -> api.upload(subject, good, "Content-Type", "multipart/form-data"),
            400,
            "bad-multipart"),
        new Bad(
            "a form whose part is a form without a boundary",
            (api, subject) ->
                api.upload(
                    subject,
                    ("--x\r\nContent-Disposition: form-data; name=\"file\"\r\n"
                            + "Content-Type: multipart/mixed\r\n\r\nz\r\n--x--\r\n")
                        .getBytes(StandardCharsets.UTF_8),
                    "Content-Type",
                    "multipart/form-data; boundary=x"),
            400,
            "bad-multipart"),
        new Bad(
            "a document that is far too long",
            (api, subject) -> api.post("/v1/tokens", "{\"subject\":\"" + "x".repeat(5_000_000)),
            413,
            "too-large"),
        new Bad(
            "a compressed body",
            (api, subject) -> api.upload(subject, good, "Content-Encoding", "gzip"),
            415,
            "unsupported-type"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void everyRefusalLeavesNothingBehind(Bad bad) {
    String subject = Api.subject();

    Api.Answer answer = bad.attempt().by(api, subject);

    assertThat(answer.status()).as(answer.text()).isEqualTo(bad.status());
    assertProblem(answer, bad.code());
    assertNothingLeft(subject);
  }

  @Test
  void tooManyDeclaredBytesAreRefusedBeforeTheBody() {
    String subject = Api.subject();
    try (RawUpload upload = new RawUpload(program)) {
      RawUpload.Head answer =
          upload
              .head(
                  "/v1/avatars/" + subject,
                  "Authorization",
                  "Bearer " + Program.ADMIN_KEY,
                  "Content-Type",
                  "image/jpeg",
                  "Content-Length",
                  "" + (LIMIT + 1),
                  "Expect",
                  "100-continue")
              .answer();

      assertThat(answer.status()).isEqualTo(413);
    }
    assertNothingLeft(subject);
  }

  @Test
  void theLimitIsInTheAnswer() {
    Api.Answer answer = api.upload(Api.subject(), new byte[LIMIT + 1], "Content-Type", "image/png");

    assertThat(answer.json().path("limit").asInt()).isEqualTo(LIMIT);
  }

  @Test
  void anUploadThatStopsInTheMiddleLeavesNothing() {
    String subject = Api.subject();
    byte[] picture = Pictures.jpeg(Pictures.quarters(300, 200));
    new RawUpload(program).half(subject, picture).close();
    assertNothingLeft(subject);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%20", "a%20b", "%2e%2e", "a%2fb", "a%00b", "%C3%BC", "me.jpg", "me.PNG", "a%5Cb", "a,b",
        "LONG"
      })
  void aNameThatNoSubjectCanHaveIsRefused(String name) {
    String subject = name.equals("LONG") ? "x".repeat(129) : name;
    Api.Answer answer = api.put("/v1/avatars/" + subject, Pictures.jpeg(90, Pictures.RED));

    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    if (!name.contains("%2") && !name.contains("%00") && !name.contains("%5C")) {
      assertThat(answer.code()).isEqualTo("bad-subject");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "user@example.org", "org:7:user-8", "A_b~c.d", "MAX"})
  void aNameThatASubjectCanHaveIsTaken(String name) {
    String subject = name.equals("MAX") ? "x".repeat(128) : name;
    Api.Answer answer = api.put("/v1/avatars/" + subject, Pictures.jpeg(90, Pictures.RED));

    assertThat(answer.status()).as(answer.text()).isIn(200, 201);
    assertThat(answer.json().path("subject").asString()).isEqualTo(subject);
    assertThat(api.as("").get("/u/" + subject + ".jpg").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @MethodSource("wrongMethods")
  void aWrongMethodIsToldTheRightOnes(String method, String path, List<String> allowed) {
    Api.Answer answer = api.method(method, path);

    assertThat(answer.status()).isEqualTo(405);
    assertProblem(answer, "method-not-allowed");
    assertThat(answer.header("Allow").split(",\\s*")).contains(allowed.toArray(String[]::new));
  }

  static Stream<Arguments> wrongMethods() {
    return Stream.of(
        Arguments.of("POST", "/v1/avatars/somebody", List.of("GET", "PUT", "DELETE")),
        Arguments.of("PATCH", "/v1/avatars/somebody", List.of("GET", "PUT", "DELETE")),
        Arguments.of("DELETE", "/v1/avatars/somebody/versions", List.of("GET")),
        Arguments.of("GET", "/v1/avatars/somebody/revert", List.of("POST")),
        Arguments.of("GET", "/v1/tokens", List.of("POST")),
        Arguments.of("POST", "/v1/limits", List.of("GET")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nothing", "/v1/nothing", "/v1", "/actuator", "/metrics", "/v1/avatars"})
  void whatIsNotThereIsAProblemToo(String path) {
    Api.Answer answer = api.get(path);

    assertThat(answer.status()).isEqualTo(404);
    assertProblem(answer, "not-found");
  }

  private static void assertProblem(Api.Answer answer, String code) {
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    JsonNode problem = answer.json();
    assertThat(problem.path("code").asString()).as(answer.text()).isEqualTo(code);
    assertThat(problem.path("status").asInt()).isEqualTo(answer.status());
    assertThat(problem.path("title").asString()).isNotBlank();
    assertThat(problem.path("detail").asString()).isNotBlank();
    assertThat(problem.path("type").asString()).isNotBlank();
    assertThat(answer.text())
        .as("no internals")
        .doesNotContain("Exception")
        .doesNotContain("io.cameo")
        .doesNotContain("org.springframework")
        .doesNotContain("vips")
        .doesNotContain(System.getProperty("java.io.tmpdir") + "/");
    assertThat(answer.has("Set-Cookie")).isFalse();
  }

  /** No row but audit lines, no object that nobody knows, no temporary file. */
  private void assertNothingLeft(String subject) {
    assertThat(truth.rowsAbout(subject)).isEmpty();
    assertThat(truth.violations()).isEmpty();
    assertThat(truth.audit(subject)).hasSizeLessThanOrEqualTo(1);
    Wait.until(
        "temporary files to be gone: " + truth.temporaryFiles(),
        Duration.ofSeconds(10),
        () -> truth.temporaryFiles().isEmpty());
    assertThat(api.get("/v1/avatars/" + subject).code()).isEqualTo("no-avatar");
  }

  private static Bad raw(String name, byte[] bytes, int status, String code) {
    return new Bad(name, (api, subject) -> api.upload(subject, bytes), status, code);
  }

  private static Bad raw(String name, byte[] bytes, int status, String code, String type) {
    return new Bad(
        name, (api, subject) -> api.upload(subject, bytes, "Content-Type", type), status, code);
  }

  private static Bad form(String name, int status, String code, Api.Part... parts) {
    return new Bad(name, (api, subject) -> api.uploadForm(subject, parts), status, code);
  }

  private static Bad crop(String name, String crop, byte[] picture) {
    return new Bad(
        name,
        (api, subject) -> api.put("/v1/avatars/" + subject + "?crop=" + crop, picture),
        422,
        "bad-crop");
  }

  private static Api.Part file(byte[] bytes) {
    return Api.Part.file("file", "image/jpeg", bytes);
  }

  private static byte[] png() {
    return Pictures.png(Pictures.quarters(200, 200));
  }

  private static byte[] webp() {
    return Pictures.prepared("quarters.webp");
  }

  /** Noise does not compress: a cut in the middle takes real picture data away. */
  private static byte[] photo() {
    java.awt.image.BufferedImage noise =
        new java.awt.image.BufferedImage(400, 400, java.awt.image.BufferedImage.TYPE_INT_RGB);
    java.util.Random random = new java.util.Random(7);
    for (int i = 0; i < 400 * 400; i++) {
      noise.setRGB(i % 400, i / 400, random.nextInt(0x1000000));
    }
    return Pictures.jpeg(noise);
  }
}
