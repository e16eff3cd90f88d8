package io.cameo.service.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.TestSettings;
import io.cameo.service.cdn.CloudWatchAnswers;
import io.cameo.service.cdn.Receiver;
import io.cameo.service.settings.SettingsException;
import io.cameo.service.telemetry.CloudFigures;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What lies in the bucket, from answers in the form of CloudWatch's. */
@Timeout(60)
class BilledFiguresTest {

  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final Instant DAY = Instant.parse("2026-11-29T00:00:00Z");
  private static final Instant DAY_BEFORE = Instant.parse("2026-11-28T00:00:00Z");

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

  private static Map<String, Double> seen(Receiver cloudWatch) {
    return BilledFigures.seen(
        "acme-avatars",
        new CloudFigures(Optional.of("eu-central-1"), Optional.of(cloudWatch.address())),
        NOW);
  }

  /** Answers for the storage types that it has, as they stand in the question. */
  private static Receiver having(Map<String, Map<Instant, Double>> types) {
    return new Receiver(
        told -> {
          List<String> asked =
              CloudWatchAnswers.texts(told).stream()
                  .filter(text -> text.matches(".*(Storage|Overhead|AllStorageTypes)"))
                  .toList();
          Map<Integer, Map<Instant, Double>> points = new HashMap<>();
          types.forEach((type, values) -> points.put(asked.indexOf(type), values));
          return CloudWatchAnswers.points(points);
        });
  }

  @Test
  void theBytesOfTheLastDayAreAddedByClass() {
    try (Receiver cloudWatch =
        having(
            Map.of(
                "StandardStorage",
                Map.of(DAY_BEFORE, 9.0, DAY, 100.0),
                "IntelligentTieringFAStorage",
                Map.of(DAY, 30.0),
                "IntelligentTieringIAStorage",
                Map.of(DAY, 12.0),
                "GlacierStorage",
                Map.of(DAY_BEFORE, 5.0),
                "AllStorageTypes",
                Map.of(DAY, 77.0)))) {
      assertThat(seen(cloudWatch))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "standard", 100.0, "intelligent-tiering", 42.0, "other", 0.0, "objects", 77.0));
      Receiver.Told call = cloudWatch.told.getFirst();
      assertThat(cloudWatch.told).as("one call for all").hasSize(1);
      assertThat(call.header("Authorization")).contains("/eu-central-1/monitoring/aws4_request");
      assertThat(CloudWatchAnswers.texts(call))
          .contains("AWS/S3", "BucketSizeBytes", "NumberOfObjects", "BucketName", "acme-avatars");
    }
  }

  @Test
  void whatCloudWatchDoesNotKnowIsNotZero() {
    try (Receiver cloudWatch = having(Map.of())) {
      assertThat(seen(cloudWatch)).isEmpty();
    }
  }

  @Test
  void onlyABucketOfAmazonsCanBeAskedFor(@TempDir Path data) {
    assertThatThrownBy(() -> TestSettings.of(data, Map.of("CAMEO_S3_FIGURES", "on")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("CAMEO_S3_FIGURES");
    assertThatThrownBy(
            () ->
                TestSettings.of(
                    data,
                    Map.of(
                        "CAMEO_S3_FIGURES",
                        "on",
                        "AWS_S3_BUCKET",
                        "acme-avatars",
                        "CAMEO_S3_ENDPOINT",
                        "http://minio.example.org:9000")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("CloudWatch knows of no other");
    assertThat(
            TestSettings.of(
                data, Map.of("CAMEO_S3_FIGURES", "on", "AWS_S3_BUCKET", "acme-avatars")))
        .anyMatch(record -> record instanceof BilledSettings billed && billed.on());
  }
}
