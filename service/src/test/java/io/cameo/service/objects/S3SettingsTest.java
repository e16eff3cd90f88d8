package io.cameo.service.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.settings.Settings;
import io.cameo.storage.s3.S3StoreOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class S3SettingsTest {

  private static ObjectSettings read(String... namesAndValues) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      environment.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    Settings settings = new Settings(environment);
    ObjectSettings read = ObjectSettings.from(settings, Path.of("data"));
    ObjectSettings.refuseUnused(settings);
    settings.verify();
    return read;
  }

  @Test
  void keepsPicturesOnDiskUnlessABucketIsNamed() {
    assertThat(read("AWS_REGION", "eu-west-1", "AWS_ACCESS_KEY_ID", "for-others").bucket())
        .isEmpty();
    assertThat(read("AWS_S3_BUCKET", "my-avatars").bucket())
        .hasValueSatisfying(
            options -> {
              assertThat(options.bucket()).isEqualTo("my-avatars");
              assertThat(options.credentials()).isEmpty();
              assertThat(options.location().pathStyle()).isFalse();
              assertThat(options.checksums()).isEqualTo(S3StoreOptions.Checksums.ALWAYS);
              assertThat(options.limits().call()).isEqualTo(Duration.ofSeconds(8));
              assertThat(options.limits().attempt()).isEqualTo(Duration.ofMillis(3_200));
            });
  }

  @Test
  void addressesBucketsByPathOnAnotherServerUnlessItIsTold() {
    String[] other = {"AWS_S3_BUCKET", "abc", "CAMEO_S3_ENDPOINT", "http://127.0.0.1:9000"};
    assertThat(read(other).bucket().orElseThrow().location().pathStyle()).isTrue();
    assertThat(
            read(other[0], other[1], other[2], other[3], "CAMEO_S3_PATH_STYLE", "false")
                .bucket()
                .orElseThrow()
                .location()
                .pathStyle())
        .isFalse();
  }

  @Test
  void refusesWhatDoesNotFitTogether() {
    assertThatThrownBy(() -> read("AWS_S3_BUCKET", "abc", "AWS_ACCESS_KEY_ID", "id"))
        .hasMessageContaining("AWS_SECRET_ACCESS_KEY is not set");
    assertThatThrownBy(() -> read("AWS_S3_BUCKET", "abc", "AWS_SECRET_ACCESS_KEY", "s"))
        .hasMessageContaining("AWS_ACCESS_KEY_ID is not set");
    assertThatThrownBy(() -> read("CAMEO_S3_ENDPOINT", "http://127.0.0.1:9000"))
        .hasMessageContaining("AWS_S3_BUCKET is not");
    assertThatThrownBy(() -> read("AWS_S3_BUCKET", "abc", "CAMEO_S3_KMS_KEY", "key"))
        .hasMessageContaining("CAMEO_S3_ENCRYPTION is not kms");
    assertThatThrownBy(() -> read("AWS_S3_BUCKET", "My Bucket", "CAMEO_S3_CHECKSUMS", "sometimes"))
        .hasMessageContainingAll("AWS_S3_BUCKET", "CAMEO_S3_CHECKSUMS", "always, when-required");
  }

  @Test
  void neverShowsTheSecret() {
    ObjectSettings settings =
        read(
            "AWS_S3_BUCKET", "abc",
            "AWS_ACCESS_KEY_ID", "the-id",
            "AWS_SECRET_ACCESS_KEY", "the-secret",
            "AWS_SESSION_TOKEN", "the-token");
    assertThat(settings.toString())
        .contains("the-id")
        .doesNotContain("the-secret")
        .doesNotContain("the-token");
  }
}
