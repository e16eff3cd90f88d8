package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How pictures are handed out: to anyone, with exactly the promised headers. */
@ExtendWith(Running.class)
class DeliveryTest {

  /** All that a picture's answer may say; another header is a leak until it is listed here. */
  private static final Set<String> KNOWN =
      Set.of(
          "accept-ranges",
          "access-control-allow-origin",
          "cache-control",
          "connection",
          "content-disposition",
          "content-length",
          "content-range",
          "content-security-policy",
          "content-type",
          "cross-origin-resource-policy",
          "date",
          "etag",
          "keep-alive",
          "last-modified",
          "referrer-policy",
          "timing-allow-origin",
          "vary",
          "x-content-type-options",
          "x-request-id");

  private final Api api;
  private final Api anyone;
  private final String subject = Api.subject();
  private String version;

  DeliveryTest(Api api) {
    this.api = api;
    this.anyone = api.as("");
  }

  @BeforeEach
  void upload() {
    version =
        api.upload(subject, Pictures.jpeg(Pictures.quarters(600, 600)))
            .json()
            .path("version")
            .asString();
  }

  @Test
  void aRenditionCarriesExactlyThePromisedHeaders() {
    Api.Answer answer = anyone.get("/a/" + version + "/256.jpg");

    assertThat(answer.status()).isEqualTo(200);
    assertPromised(answer, "image/jpeg", "avatar-256.jpg");
    assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(answer.header("ETag")).matches("\"[^\"]+\"");
    assertThat(answer.header("Content-Length")).isEqualTo("" + answer.body().length);
    assertThat(answer.has("Vary")).as("nothing is negotiated").isFalse();
  }

  @Test
  void theStableAddressMayBeKeptForAShortTimeOnly() {
    Api.Answer answer = anyone.get("/u/" + subject + ".jpg?s=96");

    assertThat(answer.status()).isEqualTo(200);
    assertPromised(answer, "image/jpeg", "avatar-96.jpg");
    assertThat(answer.header("Cache-Control"))
        .contains("public", "stale-while-revalidate=", "stale-if-error=")
        .doesNotContain("immutable");
    int maxAge =
        Integer.parseInt(answer.header("Cache-Control").replaceAll(".*max-age=(\\d+).*", "$1"));
    assertThat(maxAge).isBetween(1, 3600);
    assertThat(answer.has("Vary")).isFalse();
  }

  @Test
  void anAddressWithoutEndingSaysThatItNegotiates() {
    Set<String> vary = new TreeSet<>();
    for (String accept : List.of("image/avif,image/webp,*/*", "image/webp", "image/jpeg", "*/*")) {
      Api.Answer answer = anyone.get("/u/" + subject, "Accept", accept);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Content-Type")).isEqualTo(Pictures.typeOf(answer.body()));
      vary.add(answer.header("Vary"));
    }

    assertThat(vary).as("the same word whatever was asked").containsExactly("Accept");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png"})
  void anAddressThatEndsInAClassicFormatIsNeverAModernOne(String ending) {
    Api.Answer answer =
        anyone.get("/u/" + subject + "." + ending, "Accept", "image/avif,image/webp");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isIn("image/jpeg", "image/png");
    assertThat(answer.header("Content-Type")).isEqualTo(Pictures.typeOf(answer.body()));
    assertThat(answer.has("Vary")).isFalse();
  }

  @Test
  void theStableAddressShowsTheRenditionItself() {
    assertThat(anyone.get("/u/" + subject + ".jpg?s=128").body())
        .isEqualTo(anyone.get("/a/" + version + "/128.jpg").body());
  }

  @ParameterizedTest
  @CsvSource({"96, 96", "100, 128", "1, 32", "300, 512", "512, 512", "2000, 512"})
  void anotherSizeIsServedByTheNextLargerOne(int asked, int given) {
    byte[] picture = anyone.get("/u/" + subject + ".jpg?s=" + asked).body();

    assertThat(Pictures.decode(picture).getWidth()).isEqualTo(given);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s=0", "s=-5", "s=abc", "s=", "s=99999999999999999999"})
  void aSizeThatIsNoNumberIsAnsweredWithAPictureOrAProblem(String query) {
    Api.Answer answer = anyone.get("/u/" + subject + ".jpg?" + query);

    assertThat(answer.status()).isIn(200, 400);
    assertThat(answer.header("Content-Type")).isIn("image/jpeg", "application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".jpg", ".png"})
  void aSubjectWithoutPictureHasAGeneratedOne(String ending) {
    String path = "/u/" + Api.subject() + ending + "?s=64";
    Api.Answer answer = anyone.get(path);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("image/");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Cache-Control")).doesNotContain("immutable");
    assertThat(answer.body()).isNotEmpty().isEqualTo(anyone.get(path).body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a/%s/256.jpg", "/u/%s.jpg"})
  void headSaysWhatGetWouldSay(String form) {
    String path = form.formatted(form.startsWith("/a/") ? version : subject);
    Api.Answer get = anyone.get(path);
    Api.Answer head = anyone.head(path);

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    for (String name : new String[] {"Content-Type", "Content-Length", "ETag", "Cache-Control"}) {
      assertThat(head.header(name)).as(name).isEqualTo(get.header(name));
    }
    assertPromised(
        head, "image/jpeg", get.header("Content-Disposition").replaceAll(".*\"(.*)\"", "$1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a/%s/256.jpg", "/u/%s.jpg?s=256"})
  void whoHasThePictureAlreadyIsToldSo(String form) {
    String path = form.formatted(form.startsWith("/a/") ? version : subject);
    String tag = anyone.get(path).header("ETag");

    for (String known : new String[] {tag, "\"other\", " + tag, "W/" + tag, "*"}) {
      Api.Answer answer = anyone.get(path, "If-None-Match", known);
      assertThat(answer.status()).as(known).isEqualTo(304);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.header("ETag")).isEqualTo(tag);
      assertThat(answer.header("Cache-Control")).isNotEmpty();
    }
    assertThat(anyone.get(path, "If-None-Match", "\"other\"").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"bytes=0-9, 0, 10", "bytes=10-, 10, -1", "bytes=-20, -20, -1", "bytes=5-5, 5, 6"})
  void aRangeIsAnsweredWithItsBytes(String range, int from, int to) {
    String path = "/a/" + version + "/256.jpg";
    byte[] whole = anyone.get(path).body();
    int begin = from < 0 ? whole.length + from : from;
    int end = to < 0 ? whole.length : to;

    Api.Answer part = anyone.get(path, "Range", range);

    assertThat(part.status()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, begin, end));
    assertThat(part.header("Content-Range"))
        .isEqualTo("bytes " + begin + "-" + (end - 1) + "/" + whole.length);
    assertPromised(part, "image/jpeg", "avatar-256.jpg");
  }

  @Test
  void aRangeBeyondTheEndIsNotSatisfiable() {
    String path = "/a/" + version + "/256.jpg";
    int length = anyone.get(path).body().length;
    Api.Answer answer = anyone.get(path, "Range", "bytes=" + length + "-");

    assertThat(answer.status()).isEqualTo(416);
    assertThat(answer.header("Content-Range")).isEqualTo("bytes */" + length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-1,4-5", "bytes=9-3", "pixels=0-1", "bytes=", "bytes=a-b"})
  void rangesThatAreNotOneRangeGetTheWholePicture(String range) {
    String path = "/a/" + version + "/256.jpg";
    Api.Answer answer = anyone.get(path, "Range", range);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(anyone.get(path).body());
  }

  @Test
  void fiveThousandRangesCostNothing() {
    StringBuilder ranges = new StringBuilder("bytes=0-0");
    for (int i = 1; i < 1_000; i++) {
      ranges.append(',').append(i).append('-').append(i);
    }
    Api.Answer answer = anyone.get("/a/" + version + "/256.jpg", "Range", ranges.toString());

    assertThat(answer.status()).isIn(200, 400, 416, 431);
    assertThat(answer.header("Content-Type")).doesNotContain("multipart");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a/00000000000000000000000000000000/256.jpg",
        "/a/%V/256",
        "/a/%V/256.gif",
        "/a/%V/100.jpg",
        "/a/%V/256.jpg.png",
        "/a/%V/256.jpg/",
        "/a/%V/256.jpg/x",
        "/a/%V/-1.jpg",
        "/a/%V/master.jpg",
        "/a/%V/master.png",
        "/a/%V/..%2f256.jpg",
        "/a/%V/256.jpg%00.png",
        "/a/%V/256%2ejpg%3b.png",
        "/a/%V;x/256.jpg",
        "/a//%V/256.jpg",
        "/a/%U/256.jpg",
        "/a/",
        "/u/",
        "/u/a%20b.jpg",
        "/u/..%2f..%2fetc.jpg",
        "/u/%252e%252e.jpg"
      })
  void whatIsNoAddressOfAPictureIsNotFound(String form) {
    String path =
        form.replace("%V", version).replace("%U", version.toUpperCase(java.util.Locale.ROOT));
    Api.Answer answer = anyone.get(path);

    assertThat(answer.status()).as(path).isIn(400, 404);
    assertThat(answer.header("Content-Type")).as(path).doesNotContain("image/");
    assertThat(answer.header("Cache-Control")).as(path).doesNotContain("immutable");
    assertThat(answer.has("Set-Cookie")).isFalse();
  }

  @Test
  void whatThePictureDoesNotDependOnDoesNotChangeIt() {
    String path = "/a/" + version + "/128.jpg";
    Api.Answer plain = anyone.get(path);
    Api.Answer odd =
        anyone.get(
            path + "?v=1&s=9",
            "X-Forwarded-Host",
            "evil.example",
            "X-Original-URL",
            "/a/x",
            "Accept",
            "image/webp");

    assertThat(odd.body()).isEqualTo(plain.body());
    assertThat(odd.header("ETag")).isEqualTo(plain.header("ETag"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
  void picturesAreOnlyRead(String method) {
    Api.Answer answer = anyone.method(method, "/a/" + version + "/256.jpg");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).contains("GET").contains("HEAD");
  }

  private static void assertPromised(Api.Answer answer, String type, String fileName) {
    assertThat(answer.header("Content-Type")).isEqualTo(type);
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Content-Security-Policy"))
        .isEqualTo("default-src 'none'; frame-ancestors 'none'; sandbox");
    assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(answer.header("Content-Disposition"))
        .isEqualTo("inline; filename=\"" + fileName + "\"");
    assertThat(answer.header("ETag")).isNotEmpty();
    Set<String> unknown = new TreeSet<>();
    answer.headers().keySet().forEach(name -> unknown.add(name.toLowerCase(java.util.Locale.ROOT)));
    unknown.removeAll(KNOWN);
    assertThat(unknown).as("headers that nobody promised").isEmpty();
  }
}
