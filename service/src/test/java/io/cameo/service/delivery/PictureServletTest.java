package io.cameo.service.delivery;

import static io.cameo.service.delivery.DeliveryRig.STABLE;
import static io.cameo.service.delivery.DeliveryRig.body;
import static io.cameo.service.delivery.DeliveryRig.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.catalogue.VersionId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What the delivery addresses answer, header by header. */
class PictureServletTest {

  private static final String IMMUTABLE = "public, max-age=31536000, immutable";

  /** What every answer of a delivery address has. */
  private static final Map<String, String> PROTECTION =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox",
          "Cross-Origin-Resource-Policy", "cross-origin",
          "Access-Control-Allow-Origin", "*",
          "Referrer-Policy", "no-referrer");

  private final DeliveryRig rig = new DeliveryRig();
  private final Shown opaque = DeliveryRig.whole("jpg");

  @BeforeEach
  void seed() {
    rig.current.put("ann", opaque);
    rig.current.put("tom", DeliveryRig.whole("jpg", "png"));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private MockHttpServletResponse get(String path) {
    return rig.get(path);
  }

  private MockHttpServletResponse get(String path, String header, String value) {
    return rig.get(path, header, value);
  }

  private static void assertHeaders(MockHttpServletResponse response, Map<String, String> golden) {
    Map<String, String> all = new TreeMap<>();
    for (String name : response.getHeaderNames()) {
      assertThat(response.getHeaders(name)).as(name).hasSize(1);
      all.put(name, response.getHeader(name));
    }
    Map<String, String> expected = new TreeMap<>(PROTECTION);
    expected.putAll(golden);
    assertThat(all).containsExactlyEntriesOf(expected);
  }

  private String immutable(String name) {
    return "/a/" + opaque.id() + "/" + name;
  }

  private String etag(String name) {
    return "\"" + opaque.id() + "-" + name + "\"";
  }

  @Test
  void d1AWholePictureAtItsImmutableAddress() {
    MockHttpServletResponse response = get(immutable("128.jpg"));

    assertThat(response.getStatus()).isEqualTo(200);
    assertThat(body(response)).isEqualTo("0123456789128.jpg");
    assertHeaders(
        response,
        Map.of(
            "Content-Type", "image/jpeg",
            "Content-Length", "17",
            "Content-Disposition", "inline; filename=\"avatar-128.jpg\"",
            "Cache-Control", IMMUTABLE,
            "ETag", etag("128.jpg"),
            "Accept-Ranges", "bytes"));
  }

  @Test
  void d1AWholePictureAtAStableAddress() {
    MockHttpServletResponse response = get("/u/ann");

    assertThat(response.getStatus()).isEqualTo(200);
    assertHeaders(
        response,
        Map.of(
            "Content-Type", "image/jpeg",
            "Content-Length", "17",
            "Content-Disposition", "inline; filename=\"avatar-256.jpg\"",
            "Cache-Control", STABLE,
            "ETag", etag("256.jpg"),
            "Vary", "Accept",
            "Accept-Ranges", "bytes"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/u/ann", "/u/tom.png", "/u/nobody"})
  void d1HeadAnswersWhatGetAnswersWithoutTheBody(String path) {
    MockHttpServletResponse whole = get(path);
    MockHttpServletResponse head = rig.answer(request("HEAD", path));

    assertThat(head.getStatus()).isEqualTo(200);
    assertThat(head.getContentAsByteArray()).isEmpty();
    for (String name : whole.getHeaderNames()) {
      assertThat(head.getHeader(name)).as(name).isEqualTo(whole.getHeader(name));
    }
    assertThat(head.getHeaderNames()).hasSameSizeAs(whole.getHeaderNames());
  }

  @Test
  void d1AConfirmation() {
    MockHttpServletResponse response = get(immutable("128.jpg"), "If-None-Match", etag("128.jpg"));

    assertThat(response.getStatus()).isEqualTo(304);
    assertThat(response.getContentAsByteArray()).isEmpty();
    assertHeaders(response, Map.of("Cache-Control", IMMUTABLE, "ETag", etag("128.jpg")));
  }

  @Test
  void d1APart() {
    MockHttpServletResponse response = get(immutable("128.jpg"), "Range", "bytes=8-11");

    assertThat(response.getStatus()).isEqualTo(206);
    assertThat(body(response)).isEqualTo("8912");
    assertHeaders(
        response,
        Map.of(
            "Content-Type", "image/jpeg",
            "Content-Length", "4",
            "Content-Range", "bytes 8-11/17",
            "Content-Disposition", "inline; filename=\"avatar-128.jpg\"",
            "Cache-Control", IMMUTABLE,
            "ETag", etag("128.jpg"),
            "Accept-Ranges", "bytes"));
  }

  @Test
  void d1H10APartBehindTheEnd() {
    MockHttpServletResponse response = get(immutable("128.jpg"), "Range", "bytes=17-");

    assertThat(response.getStatus()).isEqualTo(416);
    assertThat(body(response)).contains("\"code\":\"range-not-satisfiable\"");
    assertHeaders(
        response,
        Map.of(
            "Content-Type", "application/problem+json",
            "Content-Length", Integer.toString(response.getContentAsByteArray().length),
            "Content-Range", "bytes */17",
            "Cache-Control", "no-store"));
  }

  @Test
  void d1NothingThere() {
    MockHttpServletResponse response = get("/a/" + VersionId.random() + "/128.jpg");

    assertThat(response.getStatus()).isEqualTo(404);
    assertThat(body(response)).contains("\"code\":\"not-found\"");
    assertProblem(response, Map.of());
  }

  private static void assertProblem(MockHttpServletResponse response, Map<String, String> more) {
    Map<String, String> golden = new TreeMap<>(more);
    golden.put("Content-Type", "application/problem+json");
    golden.put("Content-Length", Integer.toString(response.getContentAsByteArray().length));
    golden.put("Cache-Control", "no-store");
    assertHeaders(response, golden);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get"})
  void d1H11AnotherMethod(String method) {
    MockHttpServletResponse response = rig.answer(request(method, "/u/ann"));

    assertThat(response.getStatus()).isEqualTo(405);
    assertProblem(response, Map.of("Allow", "GET, HEAD"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/u/ann;a.png",
        "/u/ann%2f",
        "/u/ann%3b.png",
        "/u/ann%00",
        "/u/ann%00.jpg",
        "/u/..%2fann",
        "/u/ann/x.jpg",
        "/u//ann",
        "/u/ann/",
        "/u/",
        "/u/ann.jpg/",
        "/u/ann.gif",
        "/u/ann.jpg%20",
        "/u/%61nn%252ejpg",
        "/a/",
        "/a//128.jpg",
        "/a/x/128.jpg"
      })
  void d2NoOtherSuffixOrDelimiterIsAnAddress(String path) {
    MockHttpServletResponse response = get(path);

    assertThat(response.getStatus()).isEqualTo(404);
    assertProblem(response, Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "master.jpg",
        "master.png",
        "128.JPG",
        "128.png",
        "128.webp",
        "100.jpg",
        "128.jpg/",
        "128.jpg;x",
        "128.jpg%00",
        "../128.jpg",
        "%2e%2e%2f128.jpg",
        "128",
        ""
      })
  void d2S1OnlyTheNamesOfRenditionsAreAddresses(String name) {
    assertThat(get(immutable(name)).getStatus()).isEqualTo(404);
  }

  @Test
  void d5AVersionThatNeverWasAndOneThatIsHiddenAnswerTheSame() {
    MockHttpServletResponse never = get("/a/" + VersionId.random() + "/128.jpg");
    rig.current.remove("ann");
    MockHttpServletResponse hidden = get(immutable("128.jpg"));

    assertThat(body(hidden)).isEqualTo(body(never));
    assertThat(hidden.getStatus()).isEqualTo(never.getStatus());
  }

  @ParameterizedTest
  @CsvSource({
    "X-Forwarded-Host, evil.example",
    "X-Forwarded-Proto, http",
    "X-Original-URL, /u/tom",
    "X-Rewrite-URL, /u/tom",
    "X-HTTP-Method-Override, DELETE",
    "Accept, image/webp",
    "Accept, image/avif",
    "Origin, https://evil.example",
    "Cookie, session=1",
    "Accept-Encoding, gzip",
    "Accept-Language, xx",
    "User-Agent, x",
    "DPR, 4",
    "Width, 4096",
    "Authorization, Bearer x",
    "Content-Length, 3",
    "If-Match, \"x\"",
    "If-Modified-Since, Fri, 1 Jan 2100 00:00:00 GMT",
  })
  void d3NothingButTheAddressDecidesTheAnswer(String header, String value) {
    for (String path : List.of("/u/ann", "/u/ann.jpg", "/u/nobody", immutable("64.jpg"))) {
      MockHttpServletResponse plain = get(path);
      MockHttpServletResponse other = get(path, header, value);

      assertThat(other.getStatus()).as(path).isEqualTo(200);
      assertThat(other.getContentAsByteArray()).as(path).isEqualTo(plain.getContentAsByteArray());
      for (String name : plain.getHeaderNames()) {
        assertThat(other.getHeader(name)).as(path).isEqualTo(plain.getHeader(name));
      }
      assertThat(other.getHeaderNames()).hasSameSizeAs(plain.getHeaderNames());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TAG | 304",
        "W/TAG | 304",
        "\"a\", TAG | 304",
        "\"a\",TAG | 304",
        "TAG, \"b\" | 304",
        "\"a\" , W/TAG , \"b\" | 304",
        "* | 304",
        "\"a\" | 200",
        "W/\"a\" | 200",
        "UNQUOTED | 200",
        "xTAG | 200",
        "TAGx | 200",
        "\"*\" | 200",
        "w/TAG | 200",
        "\"a\",\tTAG\t,\"b\" | 304",
        "\"a\", \"b\" | 200",
        "'' | 200",
      })
  void readsTheTagsOfIfNoneMatchAsTheyMayBeWritten(String form, int status) {
    String tag = etag("256.jpg");
    String value = form.replace("TAG", tag).replace("UNQUOTED", tag.replace("\"", ""));

    assertThat(get("/u/ann", "If-None-Match", value).getStatus()).as(value).isEqualTo(status);
  }

  @Test
  void severalLinesOfIfNoneMatchAreOneList() {
    MockHttpServletRequest request = request("GET", "/u/ann");
    request.addHeader("If-None-Match", "\"a\"");
    request.addHeader("If-None-Match", etag("256.jpg"));

    assertThat(rig.answer(request).getStatus()).isEqualTo(304);
  }

  @Test
  void theTagOfAReplacedPictureConfirmsNothing() {
    String before = String.valueOf(get("/u/tom").getHeader("ETag"));
    rig.current.put("tom", DeliveryRig.whole("jpg", "png"));
    rig.memory.changed("subject tom");

    assertThat(get("/u/tom", "If-None-Match", before).getStatus()).isEqualTo(200);
  }

  @Test
  void aConfirmationGoesBeforeAPart() {
    MockHttpServletRequest request = request("GET", "/u/ann");
    request.addHeader("If-None-Match", etag("256.jpg"));
    request.addHeader("Range", "bytes=0-3");

    assertThat(rig.answer(request).getStatus()).isEqualTo(304);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TAG | 206",
        "W/TAG | 200",
        "\"a\" | 200",
        "Fri, 1 Jan 2100 00:00:00 GMT | 200",
        "TAG, TAG | 200",
        "* | 200",
      })
  void sendsAPartOnlyOfTheVeryPictureThatTheCallerHas(String form, int status) {
    MockHttpServletRequest request = request("GET", "/u/ann");
    request.addHeader("Range", "bytes=0-3");
    request.addHeader("If-Range", form.replace("TAG", etag("256.jpg")));

    MockHttpServletResponse response = rig.answer(request);

    assertThat(response.getStatus()).isEqualTo(status);
    assertThat(response.getContentAsByteArray()).hasSize(status == 206 ? 4 : 17);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes=0-1,3-4", "bytes=5-2", "bytes=a", "lines=1-2", "bytes=0-0,-1", "", "bytes"})
  void h10ManyOrMalformedPartsAreTheWhole(String range) {
    MockHttpServletResponse response = get("/u/ann", "Range", range);

    assertThat(response.getStatus()).isEqualTo(200);
    assertThat(response.getContentAsByteArray()).hasSize(17);
  }

  @Test
  void aPartIsDefinedForGetOnly() {
    MockHttpServletRequest request = request("HEAD", "/u/ann");
    request.addHeader("Range", "bytes=0-3");

    MockHttpServletResponse response = rig.answer(request);

    assertThat(response.getStatus()).isEqualTo(200);
    assertThat(response.getHeader("Content-Length")).isEqualTo("17");
  }

  @ParameterizedTest
  @CsvSource({
    "/u/ann, jpg", "/u/ann.jpg, jpg", "/u/ann.jpeg, jpg", "/u/ann.png, jpg", "/u/ann.webp, jpg",
    "/u/tom, png", "/u/tom.jpg, jpg", "/u/tom.jpeg, jpg", "/u/tom.png, png", "/u/tom.avif, png",
  })
  void anAddressWithoutJpegInItsNameKeepsTransparency(String path, String extension) {
    MockHttpServletResponse response = get(path);

    assertThat(body(response)).isEqualTo("0123456789256." + extension);
    assertThat(response.getContentType())
        .isEqualTo(extension.equals("jpg") ? "image/jpeg" : "image/png");
    assertThat(response.getHeader("Content-Disposition")).contains("avatar-256." + extension);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 256",
    "?s=64, 64",
    "?s=1, 64",
    "?s=65, 128",
    "?s=128, 128",
    "?s=129, 256",
    "?s=256, 256",
    "?s=257, 256",
    "?s=4096, 256",
    "?s=abc, 256",
    "?s=0, 256",
    "?s=-1, 256",
    "?x=1&s=64, 64",
  })
  void anySizeIsServedByTheNextLargerOneElseByTheLargest(String query, int size) {
    assertThat(body(get("/u/ann" + query))).isEqualTo("0123456789" + size + ".jpg");
    assertThat(body(get("/u/tom" + query))).isEqualTo("0123456789" + size + ".png");
  }

  @Test
  void whatNoParameterNamesDoesNotChangeTheDrawnPicture() {
    byte[] plain = get("/u/nobody?s=64").getContentAsByteArray();

    assertThat(get("/u/nobody?s=64&name=Bob&initials=X&d=robohash").getContentAsByteArray())
        .isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource({"'', 256", "?s=100, 128", "?s=4096, 256", "?s=1, 64"})
  void whoHasNoPictureIsShownADrawnOneOfTheAskedSize(String query, int size) throws IOException {
    MockHttpServletResponse response = get("/u/nobody" + query);

    assertThat(response.getStatus()).isEqualTo(200);
    byte[] png = response.getContentAsByteArray();
    assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(size);
    assertHeaders(
        response,
        Map.of(
            "Content-Type",
            "image/png",
            "Content-Length",
            Integer.toString(png.length),
            "Content-Disposition",
            "inline; filename=\"avatar-" + size + ".png\"",
            "Cache-Control",
            STABLE,
            "ETag",
            String.valueOf(response.getHeader("ETag")),
            "Vary",
            "Accept",
            "Accept-Ranges",
            "bytes"));
    assertThat(
            get("/u/nobody" + query, "If-None-Match", String.valueOf(response.getHeader("ETag")))
                .getStatus())
        .isEqualTo(304);
  }

  @Test
  void whatIsDrawnMayBeAnSvg() {
    MockHttpServletResponse response = get("/u/nobody.svg?s=100");

    assertThat(body(response)).startsWith("<svg ").contains("width=\"128\"");
    assertHeaders(
        response,
        Map.of(
            "Content-Type",
            "image/svg+xml",
            "Content-Length",
            Integer.toString(response.getContentAsByteArray().length),
            "Content-Disposition",
            "inline; filename=\"avatar-128.svg\"",
            "Cache-Control",
            STABLE,
            "ETag",
            String.valueOf(response.getHeader("ETag")),
            "Accept-Ranges",
            "bytes"));
    assertThat(get("/u/ann.svg").getContentType()).as("uploaded").isEqualTo("image/jpeg");
    assertThat(get("/u/tom.svg").getContentType()).as("transparent").isEqualTo("image/png");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/u/nobody", "/u/nobody.jpg", "/u/nobody.svg"})
  void whatIsDrawnMayBeForADarkPageAndWhatIsUploadedIsTheSame(String path) {
    assertThat(get(path + "?theme=dark").getHeader("ETag"))
        .isNotEqualTo(get(path).getHeader("ETag"))
        .isEqualTo(get(path + "?s=256&theme=dark").getHeader("ETag"));
    assertThat(body(get(path + "?theme=light"))).isEqualTo(body(get(path)));
    assertThat(get("/u/ann?theme=dark").getHeader("ETag")).isEqualTo(etag("256.jpg"));
  }

  @Test
  void whoHasNoPictureIsNotFoundWhenTheAddressAsksForThat() {
    MockHttpServletResponse response = get("/u/nobody?d=404");

    assertThat(response.getStatus()).isEqualTo(404);
    assertThat(body(response)).contains("\"code\":\"no-avatar\"");
    assertProblem(response, Map.of("Vary", "Accept"));
    assertThat(get("/u/ann?d=404").getStatus()).isEqualTo(200);
  }
}
