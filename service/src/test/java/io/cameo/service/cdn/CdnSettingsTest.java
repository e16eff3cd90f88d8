package io.cameo.service.cdn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.settings.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CdnSettingsTest {

  private static final String ARN = "arn:aws:cloudfront::123456789012:distribution/E2EXAMPLE";

  private static CdnSettings read(List<String> distributions, String... variables) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    Settings settings = new Settings(environment);
    CdnSettings read = CdnSettings.from(settings, List.of(256, 64), distributions);
    settings.verify();
    return read;
  }

  private static String[] on(String... more) {
    String[] all = new String[more.length + 4];
    all[0] = "ENABLE_CDN";
    all[1] = "true";
    all[2] = "CDN_BASE_URL";
    all[3] = "https://pictures.example.org/";
    System.arraycopy(more, 0, all, 4, more.length);
    return all;
  }

  @Test
  void withoutEnableCdnNothingOfItHolds() {
    CdnSettings off = read(List.of(ARN), "CDN_BASE_URL", "https://pictures.example.org");

    assertThat(off).isEqualTo(CdnSettings.OFF);
    assertThat(off.on()).isFalse();
    assertThat(off.purges()).isFalse();
  }

  @Test
  void aCdnHasABaseAndAWayToTellIt() {
    CdnSettings ban =
        read(
            List.of(),
            on(
                "CAMEO_CDN_PURGE",
                "ban",
                "CAMEO_CDN_CACHES",
                "http://10.0.0.5:6081, http://cache-b"));

    assertThat(ban.base()).map(Object::toString).hasValue("https://pictures.example.org");
    assertThat(ban.access().caches()).hasToString("[http://10.0.0.5:6081, http://cache-b]");
    assertThat(ban.deadline()).isEqualTo(Duration.ofSeconds(5));
    assertThat(ban.purges()).isTrue();
    assertThatThrownBy(() -> read(List.of(), "ENABLE_CDN", "on"))
        .hasMessageContaining("CDN_BASE_URL")
        .hasMessageContaining("CAMEO_CDN_PURGE");
    assertThatThrownBy(() -> read(List.of(), on())).hasMessageContaining("none aloud");
  }

  @Test
  void nothingIsPurgedWhenThatIsSaidAloud() {
    CdnSettings none = read(List.of(), on("CAMEO_CDN_PURGE", "none"));

    assertThat(none.on()).isTrue();
    assertThat(none.purges()).isFalse();
  }

  @Test
  void cloudFrontIsTheDistributionThatIsKnownAlreadyAndTakesItsTime() {
    CdnSettings cloudFront = read(List.of(ARN), on("CAMEO_CDN_PURGE", "cloudfront"));

    assertThat(cloudFront.access().distributions()).containsExactly("E2EXAMPLE");
    assertThat(cloudFront.deadline()).isEqualTo(Duration.ofMinutes(1));
    assertThatThrownBy(() -> read(List.of(), on("CAMEO_CDN_PURGE", "cloudfront")))
        .hasMessageContaining("CAMEO_CLOUDFRONT_DISTRIBUTION");
  }

  @ParameterizedTest
  @CsvSource({
    "CAMEO_CDN_PURGE, akamai",
    "CAMEO_CDN_PURGE, Fastly",
    "CAMEO_CDN_CACHES, https://cache.example.org",
    "CAMEO_CDN_CACHES, http://cache/path",
    "CAMEO_CDN_CACHES, http://user:pw@cache",
    "CAMEO_CDN_CACHES, cache:6081",
    "CAMEO_CDN_ZONE, ../other",
    "CAMEO_CDN_ENDPOINT, ftp://api",
    "CAMEO_CDN_DEADLINE, 500ms",
    "CAMEO_CDN_DEADLINE, soon",
    "CDN_BASE_URL, pictures.example.org",
  })
  void aBadValueStopsTheStartWithItsName(String name, String value) {
    assertThatThrownBy(
            () ->
                read(
                    List.of(),
                    on("CAMEO_CDN_PURGE", "ban", "CAMEO_CDN_CACHES", "http://a", name, value)))
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @CsvSource({
    "fastly, CAMEO_CDN_TOKEN",
    "fastly, CAMEO_CDN_ZONE",
    "cloudflare, CAMEO_CDN_TOKEN",
    "cloudflare, CAMEO_CDN_ZONE",
    "purge, CAMEO_CDN_CACHES",
    "ban, CAMEO_CDN_CACHES",
  })
  void whatAWayNeedsIsAskedForByName(String way, String missing) {
    assertThatThrownBy(() -> read(List.of(), on("CAMEO_CDN_PURGE", way)))
        .hasMessageContaining(missing)
        .hasMessageContaining(way);
  }

  @Test
  void theTokenIsWrittenNowhere() {
    CdnSettings fastly =
        read(
            List.of(),
            on(
                "CAMEO_CDN_PURGE", "fastly",
                "CAMEO_CDN_TOKEN", "token-that-nobody-sees",
                "CAMEO_CDN_ZONE", "SU1Z0isxPaozGVKXdv0eY"));

    assertThat(fastly.access().token()).hasValue("token-that-nobody-sees");
    assertThat(fastly.toString()).doesNotContain("nobody-sees");
  }
}
