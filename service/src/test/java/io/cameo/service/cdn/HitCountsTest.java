package io.cameo.service.cdn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.settings.Settings;
import io.cameo.service.settings.SettingsException;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What each vendor is asked, and what is made of its answer, held against its documentation; {@code
 * docs/fakes.md} says what differs.
 */
@Timeout(60)
class HitCountsTest {

  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final Instant FROM = Instant.parse("2026-11-30T11:25:00Z");
  private static final Instant TO = Instant.parse("2026-11-30T11:55:00Z");
  private static final String SECRET = "secret-of-the-figures";

  @BeforeAll
  static void signIn() {
    System.setProperty("aws.accessKeyId", "AKID");
    System.setProperty("aws.secretAccessKey", "hush");
  }

  @AfterAll
  static void signOut() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private record Read(CdnSettings cdn, CdnFigureSettings figures) {}

  private static Read read(String way, URI endpoint, String... distributions) {
    Map<String, String> variables = new HashMap<>();
    variables.put("ENABLE_CDN", "on");
    variables.put("CDN_BASE_URL", "https://pictures.example.org/p");
    variables.put("CAMEO_CDN_PURGE", way);
    variables.put("CAMEO_CDN_TOKEN", "token-of-the-purges");
    variables.put("CAMEO_CDN_ZONE", "zone7");
    variables.put("CAMEO_CDN_CACHES", "http://127.0.0.1:6081");
    variables.put("CAMEO_CDN_FIGURES", "on");
    variables.put("CAMEO_CDN_FIGURES_TOKEN", SECRET);
    variables.put("CAMEO_CDN_FIGURES_ENDPOINT", endpoint.toString());
    Settings settings = new Settings(variables);
    CdnSettings cdn = CdnSettings.from(settings, List.of(256), List.of(distributions));
    CdnFigureSettings figures = CdnFigureSettings.from(settings, cdn);
    settings.verify();
    return new Read(cdn, figures);
  }

  private static Map<String, Double> last(String way, URI endpoint, String... distributions) {
    Read read = read(way, endpoint, distributions);
    return HitCounts.last(HitCounts.vendor(read.cdn(), read.figures()), NOW);
  }

  private static Function<Receiver.Told, Receiver.Answer> always(int status, String body) {
    return told -> new Receiver.Answer(status, "application/json", body);
  }

  @Test
  void fastlysHitsAndMissesOfHalfAnHourAreCounted() {
    try (Receiver fastly =
        new Receiver(
            always(
                200,
                """
                {"status": "success", "msg": null, "meta": {"by": "minute"},
                 "data": [{"hits": 60, "miss": 20, "pass": 900, "start_time": 1},
                          {"hits": 15, "miss": 5, "pass": 0, "start_time": 61}]}
                """))) {
      assertThat(last("fastly", fastly.address()))
          .containsExactlyInAnyOrderEntriesOf(Map.of("ratio", 0.75, "requests", 100.0));
      Receiver.Told call = fastly.told.getFirst();
      assertThat(fastly.told).hasSize(1);
      assertThat(call.method()).isEqualTo("GET");
      assertThat(call.target())
          .isEqualTo(
              "/stats/service/zone7?from="
                  + FROM.getEpochSecond()
                  + "&to="
                  + TO.getEpochSecond()
                  + "&by=minute");
      assertThat(call.header("Fastly-Key")).isEqualTo(SECRET);
    }
  }

  @Test
  void cloudflaresGroupsOfThePicturesAreCountedByTheirStatus() {
    try (Receiver cloudflare =
        new Receiver(
            always(
                200,
                """
                {"data": {"viewer": {"zones": [{"httpRequestsAdaptiveGroups": [
                  {"count": 70, "dimensions": {"cacheStatus": "hit"}},
                  {"count": 10, "dimensions": {"cacheStatus": "revalidated"}},
                  {"count": 12, "dimensions": {"cacheStatus": "miss"}},
                  {"count": 8, "dimensions": {"cacheStatus": "dynamic"}},
                  {"count": 500, "dimensions": {"cacheStatus": "none"}}]}]}}, "errors": null}
                """))) {
      assertThat(last("cloudflare", cloudflare.address()))
          .containsExactlyInAnyOrderEntriesOf(Map.of("ratio", 0.8, "requests", 100.0));
      Receiver.Told call = cloudflare.told.getFirst();
      assertThat(call.method() + " " + call.target()).isEqualTo("POST /client/v4/graphql");
      assertThat(call.header("Authorization")).isEqualTo("Bearer " + SECRET);
      JsonNode body = JsonMapper.builder().build().readTree(call.body());
      assertThat(body.path("query").asString())
          .contains("zones(filter: {zoneTag: $zone})", "cacheStatus");
      JsonNode filter = body.path("variables").path("filter");
      assertThat(body.path("variables").path("zone").asString()).isEqualTo("zone7");
      assertThat(filter.path("datetime_geq").asString()).isEqualTo("2026-11-30T11:25:00Z");
      assertThat(filter.path("datetime_lt").asString()).isEqualTo("2026-11-30T11:55:00Z");
      assertThat(filter.path("clientRequestHTTPHost").asString()).isEqualTo("pictures.example.org");
      assertThat(filter.path("OR").findValuesAsString("clientRequestPath_like"))
          .containsExactly("/p/a/%", "/p/u/%", "/p/avatar/%");
    }
  }

  @Test
  void cloudFrontsRatesCountByTheRequestsOfTheirMinutesAndDistributions() {
    Instant first = FROM;
    Instant second = FROM.plusSeconds(300);
    try (Receiver cloudWatch =
        new Receiver(
            told ->
                CloudWatchAnswers.points(
                    Map.of(
                        0, Map.of(first, 90.0, second, 50.0),
                        1, Map.of(first, 300.0, second, 100.0, FROM.plusSeconds(600), 7.0),
                        2, Map.of(first, 30.0),
                        3, Map.of(first, 100.0))))) {
      String arn = "arn:aws:cloudfront::123456789012:distribution/";
      Map<String, Double> seen = last("cloudfront", cloudWatch.address(), arn + "E1", arn + "E2");

      assertThat(seen.get("requests")).isEqualTo(500);
      assertThat(seen.get("ratio")).isCloseTo((270.0 + 50 + 30) / 500, Offset.offset(0.000_001));
      Receiver.Told call = cloudWatch.told.getFirst();
      assertThat(cloudWatch.told).as("one call for all").hasSize(1);
      assertThat(call.target()).endsWith("/operation/GetMetricData");
      assertThat(call.header("Authorization")).contains("/us-east-1/monitoring/aws4_request");
      assertThat(CloudWatchAnswers.texts(call))
          .contains("AWS/CloudFront", "CacheHitRate", "Average", "Requests", "Sum")
          .contains("DistributionId", "E1", "E2", "Region", "Global");
    }
  }

  @Test
  void withoutAdditionalMetricsNothingIsShownOfCloudFront() {
    try (Receiver cloudWatch =
        new Receiver(told -> CloudWatchAnswers.points(Map.of(1, Map.of(FROM, 300.0))))) {
      assertThat(
              last(
                  "cloudfront",
                  cloudWatch.address(),
                  "arn:aws:cloudfront::123456789012:distribution/E1"))
          .isEmpty();
    }
  }

  @Test
  void withoutRequestsThereIsNoShare() {
    try (Receiver fastly = new Receiver(always(200, "{\"status\":\"success\",\"data\":[]}"))) {
      assertThat(last("fastly", fastly.address())).isEqualTo(Map.of("requests", 0.0));
    }
  }

  @Test
  void aRefusalNamesThePermissionAndNotTheToken() {
    for (Map.Entry<String, String> vendor :
        Map.of("fastly", "global:read", "cloudflare", "Analytics, Read").entrySet()) {
      try (Receiver refuses = new Receiver(always(403, "{\"msg\":\"" + SECRET + "\"}"))) {
        assertThatThrownBy(() -> last(vendor.getKey(), refuses.address()))
            .hasMessageContaining("403")
            .hasMessageContaining(vendor.getValue())
            .hasMessageNotContaining(SECRET);
      }
    }
    try (Receiver cloudflare =
        new Receiver(
            always(200, "{\"data\":null,\"errors\":[{\"message\":\"not authorized\"}]}"))) {
      assertThatThrownBy(() -> last("cloudflare", cloudflare.address()))
          .hasMessageContaining("without figures");
    }
    try (Receiver cloudWatch =
        new Receiver(
            told -> new Receiver.Answer(403, "application/cbor", new byte[] {(byte) 0xA0}))) {
      assertThatThrownBy(
              () ->
                  last(
                      "cloudfront",
                      cloudWatch.address(),
                      "arn:aws:cloudfront::123456789012:distribution/E1"))
          .hasMessageContaining("cloudwatch:GetMetricData");
    }
  }

  @Test
  void ownCachesAreNoVendorThatCouldBeAsked() {
    for (String way : List.of("ban", "purge", "none")) {
      assertThatThrownBy(() -> read(way, URI.create("http://127.0.0.1:1")))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("CAMEO_CDN_FIGURES")
          .hasMessageContaining("there is nobody to ask");
    }
  }
}
