package io.cameo.storage.s3.provision;

import io.cameo.storage.s3.S3StoreOptions.Encryption;
import io.cameo.storage.s3.S3StoreOptions.Placement;
import io.cameo.storage.s3.provision.ConfigurationCalls.Call;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/**
 * How objects are encrypted that come without saying. A stronger encryption than the wanted one is
 * left alone.
 */
final class EncryptionAspect implements Aspect {

  private static final Call GET = new Call("GetBucketEncryption", "s3:GetEncryptionConfiguration");
  private static final Call PUT = new Call("PutBucketEncryption", "s3:PutEncryptionConfiguration");

  private final ConfigurationCalls calls;
  private final Placement placement;

  EncryptionAspect(ConfigurationCalls calls, Placement placement) {
    this.calls = calls;
    this.placement = placement;
  }

  @Override
  public String name() {
    return "encryption";
  }

  @Override
  public String withoutIt() {
    return "Objects lie as the server keeps them: encrypt its disks.";
  }

  @Override
  public boolean isAskedFor() {
    return placement.encryption() != Encryption.BUCKET;
  }

  @Override
  public Look look() throws CallFailure {
    String bucket = calls.bucket().bucket();
    Optional<GetBucketEncryptionResponse> answer =
        calls.read(
            GET,
            "ServerSideEncryptionConfigurationNotFoundError",
            () -> calls.client().getBucketEncryption(get -> get.bucket(bucket)));
    if (answer.isPresent()
        && (answer.get().serverSideEncryptionConfiguration() == null
            || answer.get().serverSideEncryptionConfiguration().rules().isEmpty())) {
      throw ConfigurationCalls.notAnAnswer(GET);
    }
    Optional<ServerSideEncryptionRule> rule =
        answer.map(found -> found.serverSideEncryptionConfiguration().rules().getFirst());
    Optional<ServerSideEncryptionByDefault> found =
        rule.map(ServerSideEncryptionRule::applyServerSideEncryptionByDefault);
    return Look.of(
        found.map(EncryptionAspect::words).orElse("none"),
        words(wanted()) + (placement.encryption() == Encryption.KMS ? "" : " or stronger"),
        found.filter(this::isEnough).isPresent() ? Optional.empty() : Optional.of(() -> put(rule)));
  }

  private ServerSideEncryptionByDefault wanted() {
    return placement.encryption() == Encryption.KMS
        ? ServerSideEncryptionByDefault.builder()
            .sseAlgorithm(ServerSideEncryption.AWS_KMS)
            .kmsMasterKeyID(placement.kmsKey().orElse(null))
            .build()
        : ServerSideEncryptionByDefault.builder().sseAlgorithm(ServerSideEncryption.AES256).build();
  }

  private boolean isEnough(ServerSideEncryptionByDefault found) {
    if (placement.encryption() != Encryption.KMS) {
      return found.sseAlgorithmAsString() != null;
    }
    return String.valueOf(found.sseAlgorithmAsString()).startsWith("aws:kms")
        && placement.kmsKey().map(key -> isSameKey(key, found.kmsMasterKeyID())).orElse(true);
  }

  /** A key may be given by its id or alias and be shown by its ARN. */
  private static boolean isSameKey(String wanted, String found) {
    return found != null
        && (found.equals(wanted) || found.endsWith("/" + wanted) || found.endsWith(":" + wanted));
  }

  private static String words(ServerSideEncryptionByDefault encryption) {
    return encryption.sseAlgorithmAsString()
        + (encryption.kmsMasterKeyID() == null
            ? ""
            : " with the key " + encryption.kmsMasterKeyID());
  }

  private void put(Optional<ServerSideEncryptionRule> found) throws CallFailure {
    ServerSideEncryptionRule rule =
        found
            .map(ServerSideEncryptionRule::toBuilder)
            .orElseGet(ServerSideEncryptionRule::builder)
            .applyServerSideEncryptionByDefault(wanted())
            // One call to the key service for many objects.
            .bucketKeyEnabled(placement.encryption() == Encryption.KMS)
            .build();
    calls.write(
        PUT,
        () ->
            calls
                .client()
                .putBucketEncryption(
                    put ->
                        put.bucket(calls.bucket().bucket())
                            .serverSideEncryptionConfiguration(all -> all.rules(rule))));
  }
}
