package io.cameo.service.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.settings.Settings;
import io.cameo.storage.s3.S3StoreOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegionSettingsTest {

  private static ObjectSettings read(String... namesAndValues) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_S3_BUCKET", "avatars");
    environment.put("AWS_REGION", "eu-central-1");
    environment.put("AWS_ACCESS_KEY_ID", "home-id");
    environment.put("AWS_SECRET_ACCESS_KEY", "home-secret");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      environment.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    Settings settings = new Settings(environment);
    ObjectSettings read = ObjectSettings.from(settings, Path.of("data"));
    settings.verify();
    return read;
  }

  @Test
  void aBucketHasNoReplicasUnlessTheyAreNamed() {
    assertThat(read().regions()).isEqualTo(RegionSettings.NONE);
  }

  @Test
  void readsRegionsOfAmazonAndServersOfOnesOwn() {
    RegionSettings regions =
        read(
                "CAMEO_S3_REPLICAS",
                "s3://avatars-ie@eu-west-1, site-b=s3://avatars@default+http://10.0.0.2:9000/",
                "CAMEO_S3_SECONDARY",
                "site-b",
                "CAMEO_S3_KMS_KEY",
                "key-of-frankfurt",
                "CAMEO_S3_ENCRYPTION",
                "kms")
            .regions();
    assertThat(regions.names()).containsExactly("eu-west-1", "site-b");
    assertThat(regions.secondary()).contains("site-b");
    assertThat(regions.replication()).isEqualTo(RegionSettings.Replication.JOB);
    S3StoreOptions ireland = regions.replicas().get(0).options();
    assertThat(ireland.bucket()).isEqualTo("avatars-ie");
    assertThat(ireland.location().region()).contains("eu-west-1");
    assertThat(ireland.location().endpoint()).isEmpty();
    assertThat(ireland.location().pathStyle()).isFalse();
    assertThat(ireland.credentials().orElseThrow().accessKeyId()).isEqualTo("home-id");
    assertThat(ireland.placement().kmsKey()).as("a key of another region").isEmpty();
    S3StoreOptions site = regions.replicas().get(1).options();
    assertThat(site.location().endpoint()).contains(URI.create("http://10.0.0.2:9000"));
    assertThat(site.location().pathStyle()).isTrue();
  }

  @Test
  void replicasMayHaveKeysOfTheirOwnInAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("keys");
    Files.writeString(
        file,
        """
        # of site B
        [b]
        aws_access_key_id = id-b
        aws_secret_access_key = hidden-b=
        """);
    ObjectSettings settings =
        read(
            "CAMEO_S3_REPLICAS",
            "b=s3://avatars@default+http://b:9000,c=s3://avatars-c@eu-west-3",
            "CAMEO_S3_REPLICA_CREDENTIALS",
            file.toString());
    var replicas = settings.regions().replicas();
    S3StoreOptions.Credentials keys = replicas.get(0).options().credentials().orElseThrow();
    assertThat(keys.accessKeyId()).isEqualTo("id-b");
    assertThat(keys.secretAccessKey()).isEqualTo("hidden-b=");
    assertThat(replicas.get(1).options().credentials().orElseThrow().accessKeyId())
        .isEqualTo("home-id");
    assertThat(settings.toString()).doesNotContain("hidden-b");

    Files.writeString(file, "[bee]\naws_access_key_id=x\naws_secret_access_key=y\n[b]\n");
    assertThatThrownBy(
            () ->
                read(
                    "CAMEO_S3_REPLICAS",
                    "b=s3://avatars@default+http://b:9000",
                    "CAMEO_S3_REPLICA_CREDENTIALS",
                    file.toString()))
        .hasMessageContainingAll("[bee]", "no replica has this name", "section [b] without");
    assertThatThrownBy(
            () ->
                read(
                    "CAMEO_S3_REPLICAS",
                    "b=s3://avatars@default+http://b:9000",
                    "CAMEO_S3_REPLICA_CREDENTIALS",
                    folder.resolve("none").toString()))
        .hasMessageContaining("cannot be read");
  }

  @Test
  void refusesWhatIsNoReplica() {
    for (String bad :
        new String[] {
          "avatars-ie",
          "s3://avatars-ie",
          "s3://Avatars@eu-west-1",
          "home=s3://avatars-ie@eu-west-1",
          "s3://a-b@eu-west-1,s3://c-d@eu-west-1",
          "b=s3://a-b@default+ftp://b",
          "s3://a1@r1,s3://a2@r2,s3://a33@r3,s3://a44@r4,s3://a55@r5",
          "s3://a-b@eu-west-1,"
        }) {
      assertThatThrownBy(() -> read("CAMEO_S3_REPLICAS", bad))
          .as(bad)
          .hasMessageContainingAll("CAMEO_S3_REPLICAS", "[name=]s3://bucket@region");
    }
    assertThatThrownBy(() -> read("CAMEO_S3_REPLICAS", "west=s3://avatars@eu-central-1"))
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> read("CAMEO_S3_SECONDARY", "west"))
        .hasMessageContaining("not the name of one of CAMEO_S3_REPLICAS");
    assertThatThrownBy(
            () -> read("AWS_S3_BUCKET", "", "CAMEO_S3_REPLICAS", "s3://avatars-ie@eu-west-1"))
        .hasMessageContaining("AWS_S3_BUCKET is not");
  }

  @Test
  void allRegionsFitIntoTheTimeThatAReaderWaits() {
    S3StoreOptions.Limits usual = S3StoreOptions.Limits.of(50, Duration.ofMinutes(1));
    RegionSettings four =
        read("CAMEO_S3_REPLICAS", "s3://aa1@r1,s3://aa2@r2,s3://a33@r3,s3://a44@r4").regions();
    assertThat(four.reading(usual).call().multipliedBy(5)).isLessThan(Duration.ofSeconds(10));
    RegionSettings one = read("CAMEO_S3_REPLICAS", "s3://aa1@r1").regions();
    assertThat(one.reading(S3StoreOptions.Limits.of(50, Duration.ofSeconds(8))).call())
        .isEqualTo(Duration.ofSeconds(3));
  }
}
