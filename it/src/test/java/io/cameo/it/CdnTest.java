package io.cameo.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.awt.Color;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The running program behind a real Varnish, and behind a real nginx. Stable addresses may be kept
 * for a day here, so that an old picture goes by a purge or not at all.
 */
class CdnTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  private static Varnish varnish;
  private static Program program;

  @BeforeAll
  static void start() {
    Varnish.require();
    int port = Ports.free();
    program =
        Program.start(
            Homes.prepared(),
            Map.of(
                "ENABLE_CDN", "true",
                "CDN_BASE_URL", "http://127.0.0.1:" + port,
                "CAMEO_CDN_PURGE", "ban",
                "CAMEO_CDN_CACHES", "http://127.0.0.1:" + port,
                "CAMEO_CDN_TOKEN", "token-of-the-caches",
                "CAMEO_STABLE_MAX_AGE", "1d"));
    varnish = Varnish.start(port, program.port());
  }

  @AfterAll
  static void stop() {
    if (varnish != null) {
      varnish.close();
    }
    if (program != null) {
      program.close();
    }
  }

  private final Api api = new Api(program, Program.ADMIN_KEY);
  private final Api anyone = api.as("");
  private final Truth truth = new Truth(program);

  private static byte[] picture(Color color) {
    return Pictures.jpeg(400, color);
  }

  /** What browsers of different years, mails and pages ask for. */
  private static Map<String, String> stableAddresses(JsonNode avatar) {
    String stable = avatar.path("stable").asString();
    Map<String, String> asked = new LinkedHashMap<>();
    asked.put(stable, "image/avif,image/webp,*/*");
    asked.put(stable + "?s=128", "image/webp,*/*");
    asked.put(stable + "?s=77", "*/*");
    asked.put(stable + ".jpg", "*/*");
    asked.put(stable + ".png?s=64", "*/*");
    asked.put(stable + ".svg?s=64&theme=dark", "*/*");
    return asked;
  }

  /**
   * Asks until an answer comes from the cache: the purge of an earlier change may still be on its
   * way, and take the first one out again.
   */
  private void cache(Map<String, String> addresses, int status) {
    addresses.forEach(
        (address, accept) -> {
          Api.Answer first = anyone.get(address, "Accept", accept);
          assertThat(first.status()).as(address).isEqualTo(status);
          AtomicReference<Api.Answer> last = new AtomicReference<>(first);
          Wait.until(
              address + " to come from the cache",
              LONG,
              () -> {
                last.set(anyone.get(address, "Accept", accept));
                return last.get().header("X-Cache").equals("HIT");
              });
          assertThat(last.get().body()).isEqualTo(first.body());
          assertThat(last.get().has("Surrogate-Key")).as("tags are not for the public").isFalse();
        });
  }

  private static Map<String, String> renditions(JsonNode avatar) {
    Map<String, String> addresses = new LinkedHashMap<>();
    Api.addresses(avatar).forEach(address -> addresses.put(address, "*/*"));
    return addresses;
  }

  private void awaitVersion(Map<String, String> addresses, String version) {
    addresses.forEach(
        (address, accept) ->
            Wait.until(
                address + " to show " + version,
                LONG,
                () -> anyone.get(address, "Accept", accept).header("ETag").contains(version)));
  }

  private void awaitNoPicture(Map<String, String> addresses) {
    addresses.forEach(
        (address, accept) ->
            Wait.until(
                address + " to show a drawn picture",
                LONG,
                () -> {
                  Api.Answer answer = anyone.get(address, "Accept", accept);
                  return answer.status() == 200
                      && !answer.header("ETag").matches("\"[0-9a-f]{32}-.*");
                }));
  }

  private void awaitGone(Map<String, String> addresses) {
    addresses.forEach(
        (address, accept) ->
            Wait.until(
                address + " to be gone",
                LONG,
                () -> anyone.get(address, "Accept", accept).status() == 404));
  }

  private JsonNode uploaded(String subject, Color color) {
    Api.Answer answer = api.upload(subject, picture(color));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  private double awaitProof(String subject) {
    Wait.until("the proof for " + subject, LONG, () -> truth.provenAfter(subject).isPresent());
    return truth.provenAfter(subject).orElseThrow();
  }

  private JsonNode certificate(String id) {
    return api.get("/v1/admin/erasures/" + id).json();
  }

  private double metric(String name) {
    return api.management("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void d4AChangedPictureIsGoneFromEveryStableAddressAndTheRecordSaysWhen() {
    String subject = Api.subject();
    JsonNode first = uploaded(subject, Color.RED);
    awaitProof(subject);
    Map<String, String> addresses = stableAddresses(first);
    cache(addresses, 200);

    JsonNode second = uploaded(subject, Color.BLUE);
    awaitVersion(addresses, second.path("version").asString());
    double seconds = awaitProof(subject);

    assertThat(first.path("stable").asString()).startsWith(varnish.address("/u/"));
    assertThat(seconds).as("seconds from the change to the proof").isPositive();
    assertThat(metric("cameo_cdn_probes_total{cache=\"hit\"")).isPositive();
    assertThat(metric("cameo_cdn_purges_total{outcome=\"done\"")).isPositive();
  }

  @Test
  void d4ADeletedPictureIsGoneFromEveryAddressAndComesBackWhenItIsTakenBack() {
    String subject = Api.subject();
    JsonNode avatar = uploaded(subject, Color.GREEN);
    awaitProof(subject);
    Map<String, String> stable = stableAddresses(avatar);
    Map<String, String> renditions = renditions(avatar);
    cache(stable, 200);
    cache(renditions, 200);

    assertThat(api.delete("/v1/avatars/" + subject).status()).isEqualTo(204);
    awaitGone(renditions);
    awaitNoPicture(stable);
    awaitProof(subject);

    cache(stable, 200);
    assertThat(api.post("/v1/avatars/" + subject + "/revert", "").status()).isEqualTo(200);
    awaitVersion(stable, avatar.path("version").asString());
    awaitProof(subject);
  }

  @Test
  void d4WithinFiveSecondsOfTheAnswerAnErasedPictureIsProvenToBeGone() {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      String subject = Api.subject();
      JsonNode avatar = uploaded(subject, Color.ORANGE);
      String mail = subject + "@example.org";
      api.send("PUT", "/v1/avatars/" + subject + "/identities", "{\"emails\":[\"" + mail + "\"]}");
      String byMail = varnish.address("/avatar/" + Truth.sha256(mail.getBytes(UTF_8)) + "?s=96");
      Map<String, String> stable = stableAddresses(avatar);
      stable.put(byMail, "*/*");
      awaitVersion(stable, avatar.path("version").asString());
      cache(stable, 200);
      Map<String, String> renditions = renditions(avatar);
      cache(renditions, 200);

      JsonNode erased = api.delete("/v1/avatars/" + subject + "?erase=true").json();
      assertThat(erased.path("elsewhere").path("cdn").path("state").asString())
          .isIn("pending", "proven");
      String id = erased.path("certificate").asString();
      Wait.until("the proof", LONG, () -> state(id).equals("proven"));

      JsonNode cdn = certificate(id).path("elsewhere").path("cdn");
      renditions.keySet().forEach(at -> assertThat(anyone.get(at).status()).isEqualTo(404));
      awaitNoPicture(stable);
      assertThat(cdn.path("answer").asString()).contains("404 x").contains("200 x");
      best = Math.min(best, secondsBetween(erased.path("erasedAt"), cdn.path("provenAt")));
    }
    assertThat(best).as("seconds to the proof, of five").isBetween(0.0, 5.0);
    assertThat(api.get("/v1/admin/erasures/" + UUID.randomUUID()).status()).isEqualTo(404);
  }

  private String state(String id) {
    return certificate(id).path("elsewhere").path("cdn").path("state").asString();
  }

  private static double secondsBetween(JsonNode from, JsonNode to) {
    return Duration.between(
                java.time.Instant.parse(from.asString()), java.time.Instant.parse(to.asString()))
            .toMillis()
        / 1000.0;
  }

  @Test
  void aCacheThatHangsIsToldUntilItHearsAndTheGaugeSaysThatItIsLate() throws Exception {
    String subject = Api.subject();
    JsonNode avatar = uploaded(subject, Color.CYAN);
    awaitProof(subject);
    Map<String, String> renditions = renditions(avatar);
    cache(renditions, 200);

    String id;
    varnish.hang();
    try {
      JsonNode erased = api.delete("/v1/avatars/" + subject + "?erase=true").json();
      id = erased.path("certificate").asString();
      Wait.until("the gauge of what is late", LONG, () -> metric("cameo_cdn_late") >= 1);
      assertThat(state(id)).isEqualTo("pending");
      Wait.until(
          "a purge that failed",
          LONG,
          () -> metric("cameo_cdn_purges_total{outcome=\"failed\"") >= 1);
    } finally {
      varnish.goOn();
    }
    Wait.until("the proof", LONG, () -> state(id).equals("proven"));
    assertThat(certificate(id).path("elsewhere").path("cdn").path("tries").asInt()).isPositive();
    renditions.keySet().forEach(at -> assertThat(anyone.get(at).status()).isEqualTo(404));
    Wait.until("nothing to be late", LONG, () -> metric("cameo_cdn_late") == 0);
    assertThat(metric("cameo_cdn_proofs_late_total")).isPositive();
  }

  @Test
  void d4BehindNginxTheSameIsPurgedAddressByAddress() {
    Nginx.require();
    int port = Ports.free();
    try (Program other =
            Program.start(
                Homes.prepared(),
                Map.of(
                    "ENABLE_CDN", "true",
                    "CDN_BASE_URL", "http://127.0.0.1:" + port,
                    "CAMEO_CDN_PURGE", "purge",
                    "CAMEO_CDN_CACHES", "http://127.0.0.1:" + port,
                    "CAMEO_STABLE_MAX_AGE", "1d"));
        Nginx nginx = Nginx.start(port, other.port())) {
      Api behind = new Api(other, Program.ADMIN_KEY);
      String subject = Api.subject() + "@example.org";
      JsonNode first = behind.upload(subject, picture(Color.RED)).json();
      Map<String, String> stable = stableAddresses(first);
      // As a client writes it that encodes more than it must.
      stable.put(nginx.address("/u/" + subject.replace("@", "%40") + "?s=9"), "*/*");
      Map<String, String> renditions = renditions(first);
      awaitVersion(stable, first.path("version").asString());
      cache(stable, 200);
      cache(renditions, 200);

      JsonNode second = behind.upload(subject, picture(Color.BLUE)).json();
      awaitVersion(stable, second.path("version").asString());
      cache(stable, 200);
      assertThat(behind.as("").get(nginx.address("/u/nobody?d=404")).status()).isEqualTo(404);

      String id =
          behind
              .delete("/v1/avatars/" + subject + "?erase=true")
              .json()
              .path("certificate")
              .asString();
      awaitGone(renditions);
      awaitNoPicture(stable);
      Wait.until(
          "the proof",
          LONG,
          () ->
              behind
                  .get("/v1/admin/erasures/" + id)
                  .json()
                  .path("elsewhere")
                  .path("cdn")
                  .path("state")
                  .asString()
                  .equals("proven"));
      assertThat(behind.as("").get(nginx.address("/v1/status")).status()).isEqualTo(404);
    }
  }

  @Test
  void whileNothingAnswersBehindItAnOlderCopyIsShown() throws Exception {
    HttpServer behind =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    behind.createContext(
        "/u/",
        exchange -> {
          exchange
              .getResponseHeaders()
              .set(
                  "Cache-Control",
                  "public, max-age=1, stale-while-revalidate=1, stale-if-error=86400");
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("ok".getBytes(UTF_8));
          exchange.close();
        });
    behind.start();
    int port = Ports.free();
    // Ten minutes are one second here.
    try (Varnish patient =
        Varnish.start(
            port,
            behind.getAddress().getPort(),
            shipped -> shipped.replaceFirst("req\\.grace = 10m", "req.grace = 1s"))) {
      assertThat(anyone.get(patient.address("/u/ann")).status()).isEqualTo(200);
      behind.stop(0);

      assertThat(anyone.get(patient.address("/u/tom")).status()).isEqualTo(503);
      assertThat(anyone.get(patient.address("/u/tom")).header("Cache-Control"))
          .isEqualTo("no-store");
      Wait.until(
          "a copy that is older than is shown while all is well",
          LONG,
          () -> {
            Api.Answer shown = anyone.get(patient.address("/u/ann"));
            assertThat(shown.status()).isEqualTo(200);
            return Integer.parseInt(shown.header("Age")) > 2;
          });
    } finally {
      behind.stop(0);
    }
  }

  @Test
  void d3MadeUpParametersMakeNoCopies() {
    String stable = varnish.address("/u/" + Api.subject());
    Api.Answer first = anyone.get(stable + "?utm=1&s=64&&size=512&v=7", "Accept", "IMAGE/WEBP");
    Api.Answer second = anyone.get(stable + "?xs=1&s=64&v=8&", "Accept", "image/webp");
    Api.Answer none = anyone.get(stable + "?v=1");

    assertThat(first.header("X-Cache")).isEqualTo("MISS");
    assertThat(second.header("X-Cache")).isEqualTo("HIT");
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.header("Content-Disposition")).contains("avatar-64.");
    assertThat(none.header("Content-Disposition")).contains("avatar-256.");
    assertThat(anyone.get(stable).header("X-Cache")).isEqualTo("HIT");
    assertThat(anyone.get(stable + "?v=2&d=404&x").status()).isEqualTo(404);
    String hash = varnish.address("/avatar/" + "0".repeat(32));
    byte[] drawn = anyone.get(hash + "?size=96&default=retro&x=1&f=y").body();
    assertThat(anyone.get(hash + "?y&size=96&default=retro&f=y").header("X-Cache"))
        .isEqualTo("HIT");
    assertThat(drawn)
        .isEqualTo(anyone.get("/avatar/" + "0".repeat(32) + "?size=96&default=retro&f=y").body());
  }

  @Test
  void onlyThoseWhoMayPurgeAndOnlyByTags() {
    for (String tags :
        List.of("", ".*", "s-0123456789abcdef01234567|.*", "x-0123456789abcdef01234567")) {
      assertThat(anyone.method("BAN", varnish.address("/"), "X-Cameo-Tags", tags).status())
          .as(tags)
          .isEqualTo(400);
    }
    Api.Answer elsewhere = anyone.get(varnish.address("/v1/status"));
    assertThat(elsewhere.status()).isEqualTo(404);
    assertThat(elsewhere.header("Cache-Control")).isEqualTo("no-store");
    assertThat(api.delete(varnish.address("/u/someone")).status()).isEqualTo(405);
    assertThat(program.log()).doesNotContain("token-of-the-caches");
  }
}
