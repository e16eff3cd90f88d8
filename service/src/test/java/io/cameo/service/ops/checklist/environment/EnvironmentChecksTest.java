package io.cameo.service.ops.checklist.environment;

import static io.cameo.service.ops.checklist.line.CannedWeb.SERVICE;
import static io.cameo.service.ops.checklist.line.CannedWeb.reply;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.TestSettings;
import io.cameo.service.cdn.CdnSettings;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.CannedWeb;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.checklist.line.Mark;
import io.cameo.service.settings.Surroundings;
import io.cameo.storage.StorageUnavailableException;
import io.cameo.storage.s3.BucketState;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the checks of the environment say when all is well, and when it is not. */
class EnvironmentChecksTest {

  private static final Optional<URI> BASE = Optional.of(URI.create("https://cdn.example.org"));

  @TempDir private Path data;

  private Surroundings surroundings(Map<String, String> environment) {
    return setting(Surroundings.class, environment);
  }

  private <R extends Record> R setting(Class<R> type, Map<String, String> environment) {
    return TestSettings.of(data, environment).stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatProductionWouldRefuseIsNamedAllAtOnce() {
    Map<String, String> production = new HashMap<>(Map.of("NODE_ENV", "production"));

    Answer unsafe = new ProductionSafe(surroundings(production)).look();
    assertThat(unsafe.mark()).isEqualTo(Mark.FAIL);
    assertThat(unsafe.evidence())
        .anyMatch(line -> line.startsWith("CAMEO_SCAN "))
        .anyMatch(line -> line.startsWith("CAMEO_ADMIN_KEY "));
    production.put("CAMEO_SCAN", "off");
    production.put("CAMEO_ADMIN_KEY", "a-key-that-is-long-enough-for-that");
    production.put("CAMEO_SANDBOX", "required");
    Answer safe = new ProductionSafe(surroundings(production)).look();
    assertThat(safe.mark()).as(safe.toString()).isEqualTo(Mark.PASS);
    Answer development = new ProductionSafe(surroundings(Map.of())).look();
    assertThat(development.mark()).isEqualTo(Mark.WARN);
    assertThat(development.evidence()).anyMatch(line -> line.contains("would refuse"));
  }

  @Test
  void aMistypedVariableIsFound() {
    assertThat(new VariablesRead(surroundings(Map.of("PORT", "8080"))).look().mark())
        .isEqualTo(Mark.PASS);
    Answer typo = new VariablesRead(surroundings(Map.of("CAMEO_SCANN", "off"))).look();
    assertThat(typo.mark()).isEqualTo(Mark.WARN);
    assertThat(typo.evidence()).containsExactly("CAMEO_SCANN is set, but nothing reads it.");
  }

  private static Answer key(BucketState state) {
    return new S3Setting(
            new About(Line.ENV_2, "x", "x", "x."),
            List.of("AWS_SECRET_ACCESS_KEY"),
            "A key is set",
            Optional.of(() -> state))
        .look();
  }

  @Test
  void aWrongKeyIsToldFromAWrongBucket() {
    assertThat(key(new BucketState.Usable(List.of())).mark()).isEqualTo(Mark.PASS);
    assertThat(
            key(new BucketState.Unusable(List.of("AWS_SECRET_ACCESS_KEY is not its half."))).mark())
        .isEqualTo(Mark.FAIL);
    assertThat(key(new BucketState.Unusable(List.of("AWS_S3_BUCKET names no bucket."))).mark())
        .isEqualTo(Mark.UNKNOWN);
    assertThat(key(new BucketState.Unknown(new StorageUnavailableException("away"))).mark())
        .isEqualTo(Mark.UNKNOWN);
    assertThat(
            new S3Setting(new About(Line.ENV_2, "x", "x", "x."), List.of(), "", Optional.empty())
                .look()
                .mark())
        .isEqualTo(Mark.NOT_APPLICABLE);
  }

  private static Mark largest(String body) throws Exception {
    return new LargestUpload(5, SERVICE, CannedWeb.always(reply(200, body))).look().mark();
  }

  @Test
  void aServiceThatWasStartedWithAnotherEnvironmentIsFound() throws Exception {
    assertThat(largest("{\"bytes\":5}")).isEqualTo(Mark.PASS);
    assertThat(largest("{\"bytes\":6}")).isEqualTo(Mark.FAIL);
    assertThat(largest("<html>")).isEqualTo(Mark.FAIL);
  }

  @Test
  void bytesThatAreWastedAreAWarning() {
    assertThat(new Compression(85, List.of("webp")).look().mark()).isEqualTo(Mark.PASS);
    assertThat(new Compression(100, List.of("webp")).look().mark()).isEqualTo(Mark.WARN);
    assertThat(new Compression(85, List.of()).look().mark()).isEqualTo(Mark.WARN);
    assertThat(new Quality(85).look().mark()).isEqualTo(Mark.PASS);
    assertThat(new Quality(30).look().mark()).isEqualTo(Mark.WARN);
    assertThat(new Quality(99).look().mark()).isEqualTo(Mark.WARN);
  }

  @Test
  void aLoadBalancerThatIsNotTrustedIsFound() {
    assertThat(new ProxyTrusted(true, true).look().mark()).isEqualTo(Mark.PASS);
    assertThat(new ProxyTrusted(true, false).look().mark()).isEqualTo(Mark.FAIL);
    assertThat(new ProxyTrusted(false, false).look().mark()).isEqualTo(Mark.NOT_APPLICABLE);
  }

  @Test
  void theNameOfTheCdnIsLookedUp() {
    assertThat(
            new CdnBase(BASE, true, host -> new InetAddress[] {InetAddress.getLoopbackAddress()})
                .look()
                .mark())
        .isEqualTo(Mark.PASS);
    assertThat(
            new CdnBase(
                    BASE,
                    true,
                    host -> {
                      throw new UnknownHostException(host);
                    })
                .look()
                .mark())
        .isEqualTo(Mark.FAIL);
    assertThat(new CdnBase(Optional.empty(), true, InetAddress::getAllByName).look().mark())
        .isEqualTo(Mark.WARN);
    assertThat(new CdnBase(Optional.empty(), false, InetAddress::getAllByName).look().mark())
        .isEqualTo(Mark.NOT_APPLICABLE);
  }

  private CdnSettings cdn(String way) {
    return setting(
        CdnSettings.class,
        Map.of(
            "ENABLE_CDN", "true",
            "CDN_BASE_URL", "https://cdn.example.org",
            "CAMEO_CDN_PURGE", way,
            "CAMEO_CDN_CACHES", "http://10.0.0.5:6081"));
  }

  @Test
  void aTakeDownThatTheCdnKeepsIsFound() {
    try (TestDatabase database = TestDatabase.open()) {
      assertThat(new CdnTold(cdn("ban"), database::sql).look().mark()).isEqualTo(Mark.PASS);
      assertThat(new CdnTold(cdn("none"), database::sql).look().mark()).isEqualTo(Mark.WARN);
      assertThat(new CdnTold(CdnSettings.OFF, database::sql).look().mark())
          .isEqualTo(Mark.NOT_APPLICABLE);
      database
          .sql()
          .sql(
              "insert into cdn_purge (subject, takedown, renditions, hashes, erasures, asked_at)"
                  + " values ('ann', true, '{}', '{}', '{}', now() - interval '1 hour')")
          .update();
      Answer kept = new CdnTold(cdn("ban"), database::sql).look();
      assertThat(kept.mark()).isEqualTo(Mark.FAIL);
      assertThat(kept.toString()).doesNotContain("ann");
    }
  }
}
