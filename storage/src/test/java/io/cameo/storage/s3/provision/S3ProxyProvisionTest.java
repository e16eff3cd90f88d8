package io.cameo.storage.s3.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.storage.s3.S3Proxy;
import io.cameo.storage.s3.S3Server;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** On a real server that knows little of what a bucket may be told. */
class S3ProxyProvisionTest {

  private static Map<String, Outcome> bring(S3Server server, String bucket, WantedBucket wanted) {
    try (Provisioner provisioner = Provisioner.open(server.options(bucket), wanted)) {
      return provisioner.bring(done -> {}).aspects().stream()
          .collect(Collectors.toMap(AspectReport::aspect, AspectReport::outcome));
    }
  }

  @Test
  void changesWhatTheServerKnowsAndSaysWhatItDoesNot() {
    S3Server server = S3Proxy.server();
    String bucket = server.newBucket();
    try (S3Client client = server.client()) {
      client.putObject(put -> put.bucket(bucket).key("avatars/1/64.jpg"), RequestBody.empty());

      Map<String, Outcome> first = bring(server, bucket, WantedBuckets.plain());
      Map<String, Outcome> second = bring(server, bucket, WantedBuckets.plain());

      assertThat(first)
          .containsEntry("bucket", Outcome.AS_WANTED)
          .containsEntry("encryption", Outcome.CHANGED)
          .containsEntry("public-access-block", Outcome.NOT_SUPPORTED)
          .containsEntry("ownership", Outcome.NOT_SUPPORTED)
          .containsEntry("lifecycle", Outcome.NOT_SUPPORTED)
          .containsEntry("tls-only", Outcome.NOT_SUPPORTED)
          .containsEntry("cors", Outcome.NOT_SUPPORTED)
          .containsEntry("replication", Outcome.NOT_SUPPORTED);
      assertThat(second).containsEntry("encryption", Outcome.AS_WANTED);
      assertThat(second.values()).noneMatch(Outcome::isProblem);
      assertThat(client.listObjectsV2(list -> list.bucket(bucket)).contents()).hasSize(1);
    }
  }

  @Test
  void saysThatASettingAsksForWhatTheServerDoesNotKnow() {
    S3Server server = S3Proxy.server();
    String bucket = server.newBucket();

    assertThat(bring(server, bucket, WantedBuckets.everything()))
        .containsEntry("cors", Outcome.UNMET)
        .containsEntry("replication", Outcome.UNMET)
        .containsEntry("versioning", Outcome.UNMET);
    try (S3Client client = server.client()) {
      assertThat(client.getBucketVersioning(get -> get.bucket(bucket)).statusAsString())
          .as("versions that no rule would remove")
          .isNull();
    }
  }

  @Test
  void makesABucketThatIsMissing() {
    S3Server server = S3Proxy.server();
    String bucket = "cameo-made-" + ProcessHandle.current().pid();

    assertThat(bring(server, bucket, WantedBuckets.plain()))
        .containsEntry("bucket", Outcome.CHANGED);
    assertThat(bring(server, bucket, WantedBuckets.plain()))
        .containsEntry("bucket", Outcome.AS_WANTED);
  }
}
