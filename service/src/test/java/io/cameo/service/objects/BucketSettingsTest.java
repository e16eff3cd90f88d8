package io.cameo.service.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.settings.Settings;
import io.cameo.storage.s3.provision.WantedBucket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BucketSettingsTest {

  private static final String COPY = "CAMEO_S3_REPLICATION_BUCKET";
  private static final String ROLE = "CAMEO_S3_REPLICATION_ROLE";

  private static WantedBucket read(String... namesAndValues) {
    Map<String, String> environment = new HashMap<>(Map.of("AWS_S3_BUCKET", "acme-avatars"));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      environment.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    Settings settings = new Settings(environment);
    ObjectSettings objects = ObjectSettings.from(settings, Path.of("data"));
    WantedBucket wanted =
        BucketSettings.from(settings, objects.bucket(), List.of("https://api-page.example"))
            .wanted();
    settings.verify();
    return wanted;
  }

  @Test
  void takesThePagesThatMayCallTheApiUnlessOthersAreNamed() {
    assertThat(read().uploads())
        .isEqualTo(new WantedBucket.Uploads(List.of("https://api-page.example"), false));
    assertThat(read("CAMEO_UPLOAD_ORIGINS", "https://a.example, http://b.example:81").uploads())
        .isEqualTo(
            new WantedBucket.Uploads(List.of("https://a.example", "http://b.example:81"), true));
  }

  @Test
  void refusesWhatIsNotOfTheForm() {
    for (String origin : List.of("*", "a.example", "https://a.example/path", "https://*")) {
      assertThatThrownBy(() -> read("CAMEO_UPLOAD_ORIGINS", origin))
          .as(origin)
          .hasMessageContaining("CAMEO_UPLOAD_ORIGINS");
    }
    assertThatThrownBy(() -> read("CAMEO_CLOUDFRONT_DISTRIBUTION", "E2EXAMPLE"))
        .hasMessageContaining("CAMEO_CLOUDFRONT_DISTRIBUTION");
    assertThatThrownBy(
            () -> read("CAMEO_CLOUDFRONT_DISTRIBUTION", "arn:aws:cloudfront::*:distribution/*"))
        .hasMessageContaining("CAMEO_CLOUDFRONT_DISTRIBUTION");
    assertThatThrownBy(() -> read(COPY, "acme-copy", ROLE, "copy"))
        .hasMessageContainingAll(COPY, ROLE);
  }

  @Test
  void refusesACopyThatCannotWork() {
    String bucket = "arn:aws:s3:::acme-copy";
    String role = "arn:aws:iam::123456789012:role/copy";
    assertThat(read(COPY, bucket, ROLE, role).replication())
        .hasValueSatisfying(copy -> assertThat(copy.bucketArn()).isEqualTo(bucket));
    assertThatThrownBy(() -> read(COPY, bucket)).hasMessageContaining(ROLE + " is not set");
    assertThatThrownBy(() -> read(COPY, bucket, ROLE, role, "CAMEO_S3_VERSIONING", "off"))
        .hasMessageContaining("needs versioning");
    assertThatThrownBy(() -> read(COPY, bucket, ROLE, role, "CAMEO_S3_ENCRYPTION", "kms"))
        .hasMessageContaining("CAMEO_S3_REPLICATION_KMS_KEY is not set");
  }
}
