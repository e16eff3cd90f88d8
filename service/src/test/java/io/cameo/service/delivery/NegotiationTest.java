package io.cameo.service.delivery;

import static io.cameo.service.delivery.DeliveryRig.name;
import static io.cameo.service.delivery.DeliveryRig.request;
import static io.cameo.service.delivery.DeliveryRig.whole;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Which type an address answers: by its end, else by what the client says that it can show. */
class NegotiationTest {

  private static final String CHROME =
      "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8";
  private static final String HASH = "0bc83cb571cd1c50ba6f3e8a78ef1346";

  private final DeliveryRig rig = new DeliveryRig();

  @BeforeEach
  void seed() {
    rig.current.put("ann", whole("jpg", "webp", "avif"));
    rig.current.put("tom", whole("jpg", "png", "webp", "avif"));
    rig.current.put("old", whole("jpg"));
    rig.current.put("web", whole("jpg", "webp"));
    rig.current.put(
        "some",
        DeliveryRig.shown(
            List.of("64.jpg", "64.webp", "128.jpg", "128.avif", "256.jpg", "512.avif")));
    rig.owners.put(HASH, "ann");
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private String shown(String path, String accept) {
    MockHttpServletResponse response = rig.get(path, "Accept", accept);
    assertThat(response.getStatus()).isEqualTo(200);
    return name(response);
  }

  /** As browsers and others send them for a picture in a page or a mail. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        CHROME + " | AVIF_THEN_WEBP",
        "image/avif,image/webp,*/* | AVIF_THEN_WEBP",
        // Firefox
        "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5 | AVIF_THEN_WEBP",
        // Safari, newer and older
        "image/webp,image/avif,image/jxl,image/heic,image/heic-sequence,video/*;q=0.8,image/png,"
            + "image/svg+xml,image/*;q=0.8,*/*;q=0.5 | AVIF_THEN_WEBP",
        "image/webp,image/png,image/svg+xml,image/*;q=0.8,video/*;q=0.8,*/*;q=0.5 | WEBP",
        "image/png,image/svg+xml,image/*;q=0.8,video/*;q=0.8,*/*;q=0.5 | CLASSIC",
        // an address that is opened by itself
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,"
            + "*/*;q=0.8,application/signed-exchange;v=b3;q=0.7 | AVIF_THEN_WEBP",
        // curl, mail programs, proxies
        "*/* | CLASSIC",
        "image/* | CLASSIC",
        "image/*,*/*;q=0.8 | CLASSIC",
        "image/png,image/jpeg | CLASSIC",
        "'' | CLASSIC",
        "text/html | CLASSIC",
      })
  void readsWhatProgramsSend(String accept, Preference preference) {
    assertThat(Preference.accepting(accept)).isEqualTo(preference);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image/avif | AVIF",
        "image/webp | WEBP",
        "IMAGE/WebP | WEBP",
        "image/webp ; q=1 , */* ; q=0.1 | WEBP",
        "image/avif;q=0,image/webp | WEBP",
        "image/avif;q=0.0, image/webp;q=0.000, */* | CLASSIC",
        "image/avif,image/webp;q=0,*/* | AVIF",
        "image/avif;q=0.5,image/webp;q=0.9 | WEBP_THEN_AVIF",
        "image/webp;q=0.5,image/avif;q=0.9 | AVIF_THEN_WEBP",
        "image/webp;q=0.5,image/jpeg | CLASSIC",
        "image/webp;q=0.5,*/* | CLASSIC",
        "image/webp;q=0.5,image/*;q=0.4,*/* | WEBP",
        "image/avif;q=0.001 | AVIF",
        "image/avif;a=b;q=0 | CLASSIC",
        "image/avif;a=\"q=0,x\";Q=0.5 | AVIF",
        "image/webp;q=0,image/webp | CLASSIC",
        "image/webp,image/webp;q=0 | CLASSIC",
        // malformed: names nothing
        "image/webp;q=2 | CLASSIC",
        "image/webp;q= | CLASSIC",
        "image/webp;q=-1 | CLASSIC",
        "image/webp;q=.5 | CLASSIC",
        "image/webp;q=0,5 | CLASSIC",
        "image/webp;q=1.001 | CLASSIC",
        "image/webp;q=0.0001 | CLASSIC",
        "image/webp;q=1x | CLASSIC",
        "image/webpx | CLASSIC",
        "ximage/webp | CLASSIC",
        "image/web | CLASSIC",
        "x image/webp | CLASSIC",
        "\"image/webp\" | CLASSIC",
        "\"x,image/webp | CLASSIC",
        ",,,; ;q=1,image/webp,, | WEBP",
        "image/webp; | WEBP",
      })
  void readsNamesAndWeightsAndTakesTheMalformedForUnnamed(String accept, Preference preference) {
    assertThat(Preference.accepting(accept)).isEqualTo(preference);
  }

  @Test
  void readsAnything() {
    Random random = new Random(5);
    String signs = "image/webpavif*;,q=01. \t\"\\";
    Set<Preference> seen = new TreeSet<>();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder accept = new StringBuilder(i % 3 == 0 ? "image/avif,image/webp" : "");
      for (int j = random.nextInt(40); j > 0; j--) {
        accept.append(signs.charAt(random.nextInt(signs.length())));
      }
      seen.add(Preference.accepting(accept.toString()));
    }
    assertThat(seen).contains(Preference.CLASSIC, Preference.AVIF).doesNotContain(Preference.JPEG);
    assertThat(Preference.accepting("image/webp,".repeat(1_000))).isEqualTo(Preference.WEBP);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ann | image/avif,image/webp | 256.avif",
        "ann | image/webp | 256.webp",
        "ann | image/avif;q=0.5,image/webp | 256.webp",
        "ann | */* | 256.jpg",
        "ann | image/* | 256.jpg",
        "tom | image/avif | 256.avif",
        "tom | */* | 256.png",
        "tom | image/jpeg | 256.png",
        "web | image/avif,image/webp | 256.webp",
        "web | image/avif | 256.jpg",
        "old | image/avif,image/webp | 256.jpg",
      })
  void theBestTypeThatThereIsAndThatIsNamed(String subject, String accept, String name) {
    assertThat(shown("/u/" + subject, accept)).isEqualTo(name);
  }

  /** The size is chosen first: a picture of another size, in a better type, is not asked for. */
  @ParameterizedTest
  @CsvSource({
    "64, 64.webp",
    "65, 128.avif",
    "128, 128.avif",
    "129, 256.jpg",
    "256, 256.jpg",
    "512, 256.jpg"
  })
  void aTypeCountsOnlyWhereItExistsInTheSize(int size, String name) {
    assertThat(shown("/u/some?s=" + size, CHROME)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "ann.jpg, 256.jpg", "ann.jpeg, 256.jpg", "ann.png, 256.jpg", "ann.webp, 256.webp",
    "ann.avif, 256.avif", "tom.jpg, 256.jpg", "tom.png, 256.png", "tom.webp, 256.webp",
    "tom.avif, 256.avif", "old.webp, 256.jpg", "old.avif, 256.jpg", "web.avif, 256.jpg",
    "web.webp, 256.webp",
  })
  void anExtensionIsNotOverruledByAHeader(String end, String name) {
    for (String accept : List.of(CHROME, "image/webp", "*/*", "image/avif;q=0", "text/html")) {
      MockHttpServletResponse response = rig.get("/u/" + end, "Accept", accept);

      assertThat(name(response)).as(accept).isEqualTo(name);
      assertThat(response.getHeader("Vary")).as(accept).isNull();
    }
    assertThat(name(rig.get("/u/" + end))).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({"webp, image/webp", "avif, image/avif", "jpg, image/jpeg"})
  void d1EveryTypeIsSentAsWhatItIs(String extension, String type) {
    Shown ann = rig.current.get("ann");
    for (String path :
        List.of("/a/" + ann.id() + "/128." + extension, "/u/ann." + extension + "?s=128")) {
      MockHttpServletResponse response = rig.get(path);

      assertThat(name(response)).isEqualTo("128." + extension);
      assertThat(response.getContentType()).isEqualTo(type);
      assertThat(response.getHeader("Content-Disposition"))
          .isEqualTo("inline; filename=\"avatar-128." + extension + "\"");
      assertThat(response.getHeader("ETag"))
          .isEqualTo("\"" + ann.id() + "-128." + extension + "\"");
      assertThat(response.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(response.getHeader("Vary")).isNull();
      assertThat(response.getHeader("Cache-Control"))
          .isEqualTo(
              path.startsWith("/a/") ? "public, max-age=31536000, immutable" : DeliveryRig.STABLE);
    }
  }

  @Test
  void aTypeThatIsNotThereHasNoImmutableAddress() {
    assertThat(rig.get("/a/" + rig.current.get("web").id() + "/128.avif").getStatus())
        .isEqualTo(404);
  }

  @Test
  void anAddressWhoseAnswerCanVarySaysSoInEveryAnswer() {
    for (String accept : List.of(CHROME, "image/webp", "*/*")) {
      for (String path :
          List.of(
              "/u/ann",
              "/u/old",
              "/u/nobody",
              "/u/nobody?d=404",
              "/avatar/" + HASH,
              "/avatar/" + "c".repeat(32),
              "/avatar/" + HASH + "?f=y&d=404",
              "/avatar/" + HASH + "?f=y")) {
        MockHttpServletResponse response = rig.get(path, "Accept", accept);
        assertThat(response.getHeader("Vary")).as(path).isEqualTo("Accept");
        assertThat(answerTo("HEAD", path, accept, "X", "y").getHeader("Vary")).isEqualTo("Accept");
        if (response.getStatus() == 200) {
          String tag = String.valueOf(response.getHeader("ETag"));
          MockHttpServletResponse same = answerTo("GET", path, accept, "If-None-Match", tag);
          assertThat(same.getStatus()).as(path).isEqualTo(304);
          assertThat(same.getHeader("Vary")).as(path).isEqualTo("Accept");
          assertThat(answerTo("GET", path, accept, "Range", "bytes=0-3").getHeader("Vary"))
              .isEqualTo("Accept");
          assertThat(answerTo("GET", path, accept, "Range", "bytes=99999999-").getHeader("Vary"))
              .isEqualTo("Accept");
        }
      }
    }
  }

  private MockHttpServletResponse answerTo(
      String method, String path, String accept, String header, String value) {
    MockHttpServletRequest request = request(method, path);
    request.addHeader("Accept", accept);
    request.addHeader(header, value);
    return rig.answer(request);
  }

  /** A cache that has one type must not have another one confirmed. */
  @Test
  void theTagOfOneTypeConfirmsNoOther() {
    String avif = String.valueOf(rig.get("/u/ann", "Accept", "image/avif").getHeader("ETag"));

    assertThat(answerTo("GET", "/u/ann", "image/avif", "If-None-Match", avif).getStatus())
        .isEqualTo(304);
    assertThat(answerTo("GET", "/u/ann", "*/*", "If-None-Match", avif).getStatus()).isEqualTo(200);
    MockHttpServletRequest part = request("GET", "/u/ann");
    part.addHeader("Range", "bytes=0-3");
    part.addHeader("If-Range", avif);
    assertThat(rig.answer(part).getStatus()).as("a part of another type").isEqualTo(200);
  }

  @Test
  void severalLinesOfAcceptAreOne() {
    MockHttpServletRequest request = request("GET", "/u/ann");
    request.addHeader("Accept", "image/avif");
    request.addHeader("Accept", "image/webp, image/avif;q=0");

    assertThat(name(rig.answer(request))).isEqualTo("256.webp");
  }

  /** D3: however many headers there are, an address has three answers at most. */
  @Test
  void d3AcceptMakesThreeAnswersAtMost() {
    Random random = new Random(7);
    List<String> parts =
        List.of(
            "image/avif",
            "image/webp",
            "image/jpeg",
            "image/png",
            "image/*",
            "*/*",
            "x/y",
            "image/apng",
            "image/svg+xml");
    Set<String> answers = new TreeSet<>();
    for (int i = 0; i < 2_000; i++) {
      StringBuilder accept = new StringBuilder();
      for (int j = random.nextInt(6); j >= 0; j--) {
        accept
            .append(parts.get(random.nextInt(parts.size())))
            .append(random.nextBoolean() ? "" : ";q=0." + random.nextInt(1000))
            .append(',');
      }
      answers.add(shown("/u/tom", accept.toString()));
    }
    assertThat(answers).containsExactly("256.avif", "256.png", "256.webp");
    assertThat(rig.reads).as("reads of the store").hasValue(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".gif", ".png", ".jpg", ".webp", ".avif"})
  void picturesByHashAreNegotiatedLikeThoseBySubject(String end) {
    MockHttpServletResponse response =
        rig.get("/avatar/" + HASH + end + "?s=128", "Accept", CHROME);

    String name =
        switch (end) {
          case "", ".avif" -> "128.avif";
          case ".webp" -> "128.webp";
          default -> "128.jpg";
        };
    assertThat(name(response)).isEqualTo(name);
    assertThat(response.getHeader("Vary")).isEqualTo(end.isEmpty() ? "Accept" : null);
    assertThat(name(rig.get("/avatar/" + HASH + "?s=128", "Accept", "*/*"))).isEqualTo("128.jpg");
  }
}
