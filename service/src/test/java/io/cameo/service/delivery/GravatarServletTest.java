package io.cameo.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.cdn.CdnTags;
import io.cameo.service.fallback.FallbackAvatars;
import io.cameo.service.fallback.FallbackStyle;
import io.cameo.service.gravatar.GravatarSettings;
import io.cameo.service.http.ProblemWriter;
import io.cameo.service.settings.Settings;
import io.cameo.service.switches.Switch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

/** What {@code /avatar/…} answers, header by header. */
class GravatarServletTest {

  private static final String ANN = "0bc83cb571cd1c50ba6f3e8a78ef1346";
  private static final String ANN_SHA256 =
      "84059b07d4be67b806386c0aad8070a23f18836bbaae342275dc0a83414c32ee";

  /** Known, but without a picture. */
  private static final String BOB = "b".repeat(32);

  private static final String NOBODY = "c".repeat(64);
  private static final String STABLE =
      "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400";
  private static final String ELSEWHERE = "https://static.example.org/a/none.png";

  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger reads = new AtomicInteger();
  private final ExecutorService loading = Executors.newVirtualThreadPerTaskExecutor();
  private final Shown shown =
      Shown.of(
          VersionId.random(),
          List.of(
              object("64.jpg", 64),
              object("128.jpg", 128),
              object("64.png", 64),
              object("128.png", 128)));
  private final Set<Switch> on = EnumSet.complementOf(EnumSet.of(Switch.FALLBACKS_ONLY));
  private final GravatarServlet servlet = servlet(FallbackStyle.SILHOUETTE);

  private GravatarServlet servlet(FallbackStyle usual) {
    Map<String, String> owners = Map.of(ANN, "ann", ANN_SHA256, "ann", BOB, "bob");
    PictureMemory memory =
        new PictureMemory(
            new DeliverySettings(1_048_576, 100, Duration.ofSeconds(60)),
            new PictureMemory.States() {
              @Override
              public Optional<Shown> current(String subject) {
                return subject.equals("ann") ? Optional.of(shown) : Optional.empty();
              }

              @Override
              public Optional<Shown> version(VersionId id) {
                return Optional.empty();
              }

              @Override
              public Optional<String> subjectOf(String hash) {
                looks.incrementAndGet();
                return Optional.ofNullable(owners.get(hash));
              }
            },
            key -> {
              reads.incrementAndGet();
              return bytes(key.substring(key.lastIndexOf('/') + 1));
            },
            loading,
            new Troubles(System::nanoTime),
            new SimpleMeterRegistry());
    memory.connected();
    Troubles troubles = new Troubles(System::nanoTime);
    Answers answers =
        new Answers(
            new PictureWriter(Duration.ofSeconds(60)),
            new ProblemWriter(JsonMapper.builder().build()),
            new DeliveryCounts(new SimpleMeterRegistry()),
            troubles);
    return new GravatarServlet(
        memory,
        new Showing(memory, answers, troubles),
        new FallbackAvatars(usual),
        answers,
        CdnTags.NONE,
        GravatarSettings.from(
                new Settings(Map.of("CAMEO_GRAVATAR_REDIRECTS", "https://static.example.org/a/")))
            .redirects(),
        on::contains);
  }

  private static StoredObject object(String name, int size) {
    return new StoredObject(name, size, bytes(name).length, "00".repeat(32));
  }

  private static byte[] bytes(String name) {
    return ("0123456789" + name).getBytes(StandardCharsets.US_ASCII);
  }

  @AfterEach
  void close() {
    loading.close();
  }

  private static MockHttpServletResponse ask(GravatarServlet servlet, String method, String path) {
    String[] parts = path.split("\\?", 2);
    MockHttpServletRequest request = new MockHttpServletRequest(method, parts[0]);
    if (parts.length == 2) {
      request.setQueryString(parts[1]);
    }
    MockHttpServletResponse response = new MockHttpServletResponse();
    try {
      servlet.service(request, response);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
    assertThat(response.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(response.getHeader("Content-Security-Policy"))
        .isEqualTo("default-src 'none'; frame-ancestors 'none'; sandbox");
    assertThat(response.getHeader("Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
    assertThat(response.getHeader("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(response.getHeader("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(response.getHeader("Set-Cookie")).isNull();
    return response;
  }

  private MockHttpServletResponse get(String path) {
    return ask(servlet, "GET", path);
  }

  private static int side(MockHttpServletResponse response) {
    try {
      return ImageIO.read(new ByteArrayInputStream(response.getContentAsByteArray())).getWidth();
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  @ParameterizedTest
  @CsvSource({
    ANN + ", 128.png, image/png",
    ANN_SHA256 + ", 128.png, image/png",
    "0BC83CB571CD1C50BA6F3E8A78EF1346, 128.png, image/png",
    ANN + ".jpg, 128.jpg, image/jpeg",
    ANN + ".jpg?s=64&d=404, 64.jpg, image/jpeg",
    ANN + ".gif?s=1000, 128.png, image/png",
    ANN + "?d=nonsense&r=x, 128.png, image/png",
  })
  void whoHasAPictureIsShownByEitherHash(String asked, String object, String type) {
    MockHttpServletResponse answer = get("/avatar/" + asked);

    assertThat(answer.getStatus()).isEqualTo(200);
    assertThat(answer.getContentAsByteArray()).isEqualTo(bytes(object));
    assertThat(answer.getContentType()).isEqualTo(type);
    assertThat(answer.getHeader("Cache-Control")).isEqualTo(STABLE);
    assertThat(answer.getHeader("ETag")).isEqualTo("\"" + shown.id() + "-" + object + "\"");
    assertThat(answer.getHeader("Content-Disposition"))
        .isEqualTo("inline; filename=\"avatar-" + object + "\"");
  }

  @Test
  void switchedOffItIsAnsweredLikeAnAddressThatDoesNotExist() {
    on.remove(Switch.GRAVATAR);

    assertThat(get("/avatar/" + ANN).getStatus()).isEqualTo(404);
    assertThat(get("/avatar/" + NOBODY).getStatus()).isEqualTo(404);
    assertThat(looks).hasValue(0);
  }

  @Test
  void whileOnlyDrawnPicturesAreDeliveredEverybodyGetsOne() {
    on.add(Switch.FALLBACKS_ONLY);

    MockHttpServletResponse answer = get("/avatar/" + ANN);
    assertThat(answer.getStatus()).isEqualTo(200);
    assertThat(answer.getHeader("ETag"))
        .isEqualTo(get("/avatar/" + ANN + "?f=y").getHeader("ETag"));
    assertThat(reads).hasValue(0);
  }

  @Test
  void aHeadHasTheHeadersAndNoBody() {
    MockHttpServletResponse answer = ask(servlet, "HEAD", "/avatar/" + ANN);

    assertThat(answer.getStatus()).isEqualTo(200);
    assertThat(answer.getContentLength()).isEqualTo(bytes("128.png").length);
    assertThat(answer.getContentAsByteArray()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?d=mp",
        "?d=mm",
        "?d=identicon",
        "?d=monsterid",
        "?d=wavatar",
        "?d=retro",
        "?d=robohash",
        "?d=pagan",
        "?d=mmng",
        "?d=blank",
        "?d=color",
        "?d=initials&name=john+doe",
        "?d=initials",
        "?d=nonsense",
        "?s=abc",
        "?d=https://evil.example/x.png"
      })
  void whoHasNoneIsDrawnInTheSizeThatIsAskedFor(String query) {
    for (String hash : List.of(BOB, NOBODY, "deadbeef", "someone@example")) {
      MockHttpServletResponse answer = get("/avatar/" + hash + query);
      assertThat(answer.getStatus()).as(hash).isEqualTo(200);
      assertThat(answer.getContentType()).isEqualTo("image/png");
      assertThat(side(answer)).isEqualTo(80);
      assertThat(answer.getHeader("Cache-Control")).isEqualTo(STABLE);
      assertThat(answer.getHeader("ETag")).startsWith("\"drawn-");
    }
    assertThat(reads).as("reads of the store").hasValue(0);
    assertThat(looks).as("look-ups: one each for the two hashes").hasValue(2);
  }

  @Test
  void drawnPicturesAreTheHashsOwnAndTheSameEveryTime() {
    byte[] first = get("/avatar/" + NOBODY + "?d=identicon").getContentAsByteArray();

    assertThat(get("/avatar/" + NOBODY.toUpperCase(java.util.Locale.ROOT) + "?d=identicon"))
        .satisfies(answer -> assertThat(answer.getContentAsByteArray()).isEqualTo(first));
    assertThat(get("/avatar/" + BOB + "?d=identicon").getContentAsByteArray()).isNotEqualTo(first);
    assertThat(side(get("/avatar/" + NOBODY + ".jpg?s=33"))).isEqualTo(33);
    assertThat(get("/avatar/" + NOBODY + ".jpg").getContentType()).isEqualTo("image/jpeg");
    assertThat(side(get("/avatar/" + NOBODY + "?s=4000"))).isEqualTo(512);
  }

  /** D5: initials would tell a subject, and its own figure whether there is one. */
  @Test
  void d5AUserWithoutAPictureIsAnsweredAsNobodyIs() {
    GravatarServlet initials = servlet(FallbackStyle.INITIALS);
    GravatarServlet identicon = servlet(FallbackStyle.IDENTICON);
    for (String hash : List.of(BOB, NOBODY)) {
      assertThat(ask(initials, "GET", "/avatar/" + hash).getContentAsByteArray())
          .isEqualTo(ask(identicon, "GET", "/avatar/" + hash).getContentAsByteArray());
    }
    MockHttpServletResponse known = get("/avatar/" + BOB + "?d=404");
    MockHttpServletResponse unknown = get("/avatar/" + NOBODY + "?d=404");
    assertThat(known.getStatus()).isEqualTo(404).isEqualTo(unknown.getStatus());
    assertThat(known.getContentAsByteArray()).isEqualTo(unknown.getContentAsByteArray());
    assertThat(known.getHeaderNames()).isEqualTo(unknown.getHeaderNames());
    assertThat(known.getHeader("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void whatIsForcedIsGivenInAnyCaseAndAsksNobody() {
    assertThat(get("/avatar/" + ANN + "?f=y&d=404").getStatus()).isEqualTo(404);
    assertThat(get("/avatar/" + ANN + "?forcedefault=y&d=mp").getContentAsByteArray())
        .isEqualTo(get("/avatar/" + NOBODY + "?d=mp&f=y").getContentAsByteArray());
    assertThat(get("/avatar/" + ANN + "?f=y&d=" + ELSEWHERE).getStatus()).isEqualTo(302);
    assertThat(looks).hasValue(0);
  }

  @Test
  void onlyAddressesOfTheSettingAreRedirectedTo() {
    MockHttpServletResponse answer = get("/avatar/" + NOBODY + "?d=" + ELSEWHERE);
    assertThat(answer.getStatus()).isEqualTo(302);
    assertThat(answer.getHeader("Location")).isEqualTo(ELSEWHERE);
    assertThat(answer.getHeader("Cache-Control")).isEqualTo(STABLE);
    assertThat(get("/avatar/" + ANN + "?d=" + ELSEWHERE).getStatus())
        .as("whoever has a picture is shown")
        .isEqualTo(200);
    MockHttpServletResponse refused = get("/avatar/" + NOBODY + "?d=https://evil.example/a/x.png");
    assertThat(refused.getStatus()).isEqualTo(200);
    assertThat(refused.getHeader("Location")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /avatar/, 400",
    "GET, /avatar, 400",
    "HEAD, /avatar/, 400",
    "GET, /avatar/" + ANN + "/x.css, 404",
    "GET, /avatar/" + ANN + ";x, 404",
    "GET, /avatar/" + ANN + "%2fx, 404",
    "POST, /avatar/" + ANN + ", 405",
    "PUT, /avatar/" + ANN + ", 405",
    "DELETE, /avatar/x, 405",
    "OPTIONS, /avatar/x, 200",
    "OPTIONS, /avatar/, 200"
  })
  void everythingElseIsAnsweredAsAgreed(String method, String path, int status) {
    MockHttpServletResponse answer = ask(servlet, method, path);

    assertThat(answer.getStatus()).isEqualTo(status);
    if (status == 405 || method.equals("OPTIONS")) {
      assertThat(answer.getHeader("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }
    if (status >= 400) {
      assertThat(answer.getHeader("Cache-Control")).isEqualTo("no-store");
    }
    assertThat(looks).hasValue(0);
  }
}
