package io.cameo.service.cdn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.settings.Settings;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What each CDN is told, held against its documentation; {@code docs/fakes.md} says what differs.
 */
@Timeout(60)
class PurgersTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String VERSION = "0123456789abcdef0123456789abcdef";
  private static final String HASH = "ab".repeat(32);
  private static final Stale ANN =
      new Stale("ann@1", List.of(VERSION + "/256.jpg", VERSION + "/64.jpg"), List.of(HASH));
  private static final String SECRET = "secret-of-the-purges";

  private static Purger purger(String way, URI endpoint, String... more) {
    Map<String, String> variables = new HashMap<>();
    variables.put("ENABLE_CDN", "on");
    variables.put("CDN_BASE_URL", "https://pictures.example.org/p");
    variables.put("CAMEO_CDN_PURGE", way);
    variables.put("CAMEO_CDN_TOKEN", SECRET);
    variables.put("CAMEO_CDN_ZONE", "zone7");
    variables.put("CAMEO_CDN_CACHES", endpoint.toString());
    variables.put("CAMEO_CDN_ENDPOINT", endpoint.toString());
    for (int i = 0; i < more.length; i += 2) {
      variables.put(more[i], more[i + 1]);
    }
    Settings settings = new Settings(variables);
    CdnSettings read =
        CdnSettings.from(
            settings,
            List.of(256, 64),
            List.of("arn:aws:cloudfront::123456789012:distribution/E2EXAMPLE"));
    settings.verify();
    return Purgers.of(read);
  }

  private static Function<Receiver.Told, Receiver.Answer> always(int status, String body) {
    return told -> new Receiver.Answer(status, "application/json", body);
  }

  private static List<Stale> many(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Stale("subject-" + i, List.of(), List.of()))
        .toList();
  }

  private static List<String> texts(JsonNode list) {
    return Stream.of(JSON.convertValue(list, String[].class)).toList();
  }

  @Test
  void fastlyIsToldSurrogateKeysAtMost256AtATime() {
    try (Receiver fastly = new Receiver(always(200, "{}"));
        Purger purger = purger("fastly", fastly.address())) {
      purger.purge(List.of(ANN));
      purger.purge(many(300));

      Receiver.Told one = fastly.told.getFirst();
      assertThat(one.method()).isEqualTo("POST");
      assertThat(one.target()).isEqualTo("/service/zone7/purge");
      assertThat(one.header("Fastly-Key")).isEqualTo(SECRET);
      assertThat(one.header("Accept")).isEqualTo("application/json");
      assertThat(texts(JSON.readTree(one.body()).path("surrogate_keys")))
          .containsExactlyInAnyOrder(
              CdnTags.ofSubject("ann@1"), "v-" + VERSION, CdnTags.ofHash(HASH));
      assertThat(fastly.told.subList(1, 3).stream().map(told -> JSON.readTree(told.body())))
          .extracting(body -> body.path("surrogate_keys").size())
          .containsExactly(256, 44);
    }
  }

  @Test
  void cloudflareIsToldTagsAndARefusalWithStatus200IsOne() {
    try (Receiver cloudflare =
            new Receiver(
                always(200, "{\"success\":true,\"errors\":[],\"result\":{\"id\":\"1\"}}"));
        Purger purger = purger("cloudflare", cloudflare.address())) {
      purger.purge(List.of(ANN));
      purger.purge(many(120));

      Receiver.Told one = cloudflare.told.getFirst();
      assertThat(one.method()).isEqualTo("POST");
      assertThat(one.target()).isEqualTo("/client/v4/zones/zone7/purge_cache");
      assertThat(one.header("Authorization")).isEqualTo("Bearer " + SECRET);
      assertThat(one.header("Content-Type")).isEqualTo("application/json");
      assertThat(texts(JSON.readTree(one.body()).path("tags")))
          .contains(CdnTags.ofSubject("ann@1"), "v-" + VERSION);
      assertThat(cloudflare.told).hasSize(3);
      assertThat(JSON.readTree(cloudflare.told.get(1).body()).path("tags").size()).isEqualTo(100);
    }
    for (String body : List.of("{\"success\":false,\"errors\":[{\"code\":10000}]}", "", "<html>")) {
      try (Receiver cloudflare = new Receiver(always(200, body));
          Purger purger = purger("cloudflare", cloudflare.address())) {
        assertThatThrownBy(() -> purger.purge(List.of(ANN)))
            .isInstanceOf(NotPurgedException.class)
            .hasMessageContaining("without success");
      }
    }
  }

  @Test
  void cloudFrontIsToldPathsThatItCountsTheirWay() {
    System.setProperty("aws.accessKeyId", "AKIAEXAMPLEEXAMPLE00");
    System.setProperty("aws.secretAccessKey", "example-secret");
    try (Receiver cloudFront =
            new Receiver(
                told ->
                    new Receiver.Answer(
                        201,
                        "text/xml",
                        "<Invalidation><Id>I1</Id><Status>InProgress</Status></Invalidation>"));
        Purger purger = purger("cloudfront", cloudFront.address())) {
      purger.purge(List.of(ANN));
      purger.purge(many(20));

      Receiver.Told one = cloudFront.told.getFirst();
      assertThat(one.method()).isEqualTo("POST");
      assertThat(one.target()).isEqualTo("/2020-05-31/distribution/E2EXAMPLE/invalidation");
      assertThat(one.header("Authorization"))
          .startsWith("AWS4-HMAC-SHA256 Credential=AKIAEXAMPLEEXAMPLE00/")
          .contains("/cloudfront/aws4_request");
      assertThat(one.body())
          .contains("<CallerReference>cameo-", "<Quantity>5</Quantity>")
          .contains("<Path>/p/u/ann@1*</Path>", "<Path>/p/u/ann%401*</Path>")
          .contains("<Path>/p/avatar/" + HASH + "*</Path>")
          .contains("<Path>/p/a/" + VERSION + "/256.jpg</Path>");
      assertThat(cloudFront.told.get(1).body())
          .as("more wildcards than may be under way")
          .contains("<Quantity>1</Quantity>", "<Path>/p/u/*</Path>");
      assertThat(cloudFront.told.get(1).body()).isNotEqualTo(cloudFront.told.getFirst().body());
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }

  @Test
  void cloudFrontsRefusalIsTakenAsOne() {
    System.setProperty("aws.accessKeyId", "AKIAEXAMPLEEXAMPLE00");
    System.setProperty("aws.secretAccessKey", "example-secret");
    try (Receiver cloudFront =
            new Receiver(
                told ->
                    new Receiver.Answer(
                        400,
                        "text/xml",
                        "<ErrorResponse><Error><Type>Sender</Type>"
                            + "<Code>TooManyInvalidationsInProgress</Code>"
                            + "<Message>no</Message></Error></ErrorResponse>"));
        Purger purger = purger("cloudfront", cloudFront.address())) {
      assertThatThrownBy(() -> purger.purge(List.of(ANN)))
          .isInstanceOf(NotPurgedException.class)
          .hasMessageContaining("400 TooManyInvalidationsInProgress")
          .hasMessageContaining("E2EXAMPLE");
      assertThat(cloudFront.told).as("the pause is the outbox's").hasSize(1);
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }

  @Test
  void everyCacheIsToldToBanByOneExpressionOfTags() {
    try (Receiver one = new Receiver(always(200, ""));
        Receiver other = new Receiver(always(200, ""));
        Purger purger =
            purger(
                "ban", one.address(), "CAMEO_CDN_CACHES", one.address() + "," + other.address())) {
      purger.purge(List.of(ANN));

      for (Receiver cache : List.of(one, other)) {
        assertThat(cache.told).hasSize(1);
        Receiver.Told ban = cache.told.getFirst();
        assertThat(ban.method()).isEqualTo("BAN");
        assertThat(ban.target()).isEqualTo("/");
        assertThat(ban.header(BanPurger.TAGS))
            .isEqualTo(CdnTags.ofSubject("ann@1") + "|v-" + VERSION + "|" + CdnTags.ofHash(HASH))
            .matches("[svh]-[0-9a-f]{24,32}([|][svh]-[0-9a-f]{24,32})*");
        assertThat(ban.header("Authorization")).isEqualTo("Bearer " + SECRET);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ban", "purge"})
  void oneCacheThatDoesNotHearIsAFailureAndTheOthersAreToldEverythingAllTheSame(String way)
      throws Exception {
    int closed;
    try (ServerSocket nobody = new ServerSocket(0)) {
      closed = nobody.getLocalPort();
    }
    try (Receiver refusing = new Receiver(always(403, ""));
        Receiver other = new Receiver(always(200, ""));
        Receiver alone = new Receiver(always(200, ""));
        Purger purger =
            purger(
                way,
                other.address(),
                "CAMEO_CDN_CACHES",
                "http://127.0.0.1:" + closed + "," + refusing.address() + "," + other.address());
        Purger well = purger(way, alone.address())) {
      // More than one call holds.
      List<Stale> stale = new ArrayList<>(many(120));
      stale.add(ANN);
      assertThatThrownBy(() -> purger.purge(stale))
          .isInstanceOf(NotPurgedException.class)
          .hasMessageContaining(
              "127.0.0.1:" + closed + " could not be asked: nothing listens there")
          .hasMessageContaining("answers 403 to")
          .hasMessageNotContainingAny("ann@1", SECRET);

      well.purge(stale);
      assertThat(alone.told).hasSizeGreaterThan(1);
      assertThat(heard(other)).containsExactlyInAnyOrderElementsOf(heard(alone));
    }
  }

  private static List<String> heard(Receiver cache) {
    return cache.told.stream()
        .map(told -> told.target() + told.header("Accept") + told.header(BanPurger.TAGS))
        .toList();
  }

  @Test
  void everyAddressIsPurgedByThePublicNameForEachFormOfAccept() {
    try (Receiver cache = new Receiver(always(404, ""));
        Purger purger = purger("purge", cache.address())) {
      purger.purge(List.of(ANN));

      assertThat(cache.told).allMatch(told -> told.method().equals("PURGE"));
      assertThat(cache.told).allMatch(told -> told.header("Host").equals("pictures.example.org"));
      String base = "http://pictures.example.org/p";
      assertThat(cache.told.stream().map(told -> told.target() + " " + told.header("Accept")))
          .doesNotHaveDuplicates()
          .contains(
              base + "/u/ann@1 " + Probe.ACCEPTS.get(0),
              base + "/u/ann@1 " + Probe.ACCEPTS.get(1),
              base + "/u/ann@1 */*",
              base + "/u/ann%401?s=64 */*",
              base + "/u/ann@1?s=64&theme=dark " + Probe.ACCEPTS.get(0),
              base + "/u/ann@1.svg?theme=dark */*",
              base + "/u/ann@1.jpg?s=256 */*",
              base + "/a/" + VERSION + "/64.jpg */*",
              base + "/avatar/" + HASH + " */*");
    }
    try (Receiver cache = new Receiver(always(405, ""));
        Purger purger = purger("purge", cache.address())) {
      assertThatThrownBy(() -> purger.purge(List.of(ANN)))
          .isInstanceOf(NotPurgedException.class)
          .hasMessageContaining("405 to PURGE");
    }
  }

  @Test
  void aVendorThatRefusesIsNamedAndTheTokenIsNot() {
    for (String way : List.of("fastly", "cloudflare")) {
      try (Receiver vendor = new Receiver(always(403, "{\"msg\":\"" + SECRET + "\"}"));
          Purger purger = purger(way, vendor.address())) {
        assertThatThrownBy(() -> purger.purge(List.of(ANN)))
            .isInstanceOf(NotPurgedException.class)
            .hasMessageContaining("403: see CAMEO_CDN_TOKEN")
            .hasMessageNotContaining(SECRET);
      }
    }
  }

  @Test
  void tagsTellNobodysName() {
    assertThat(ANN.tags()).hasSize(3).allMatch(tag -> tag.matches("[svh]-[0-9a-f]{24,32}"));
    assertThat(CdnTags.ofSubject("ann")).isNotEqualTo(CdnTags.ofSubject("tom"));
    assertThat(CdnTags.ofSubject(HASH).substring(2))
        .isNotEqualTo(CdnTags.ofHash(HASH).substring(2));
  }
}
