package io.cameo.storage.s3.provision;

import io.cameo.storage.s3.provision.ConfigurationCalls.Call;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.GetPublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;

/**
 * That nobody can make the bucket public by an access list or a policy.
 *
 * <p>On servers other than Amazon's the switch BlockPublicAcls is left as it is: Ceph Pacific
 * refuses every write with it, and IgnorePublicAcls takes all effect from public access lists
 * anyway.
 */
final class PublicAccessAspect implements Aspect {

  private static final Call GET = new Call("GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock");
  private static final Call PUT = new Call("PutPublicAccessBlock", "s3:PutBucketPublicAccessBlock");

  private final ConfigurationCalls calls;
  private final boolean amazon;

  PublicAccessAspect(ConfigurationCalls calls, boolean amazon) {
    this.calls = calls;
    this.amazon = amazon;
  }

  @Override
  public String name() {
    return "public-access-block";
  }

  @Override
  public String withoutIt() {
    return "A policy or an access list can make the bucket public, and only this command notices:"
        + " keep the permission to change them to few.";
  }

  @Override
  public Look look() throws CallFailure {
    String bucket = calls.bucket().bucket();
    Optional<GetPublicAccessBlockResponse> answer =
        calls.read(
            GET,
            "NoSuchPublicAccessBlockConfiguration",
            () -> calls.client().getPublicAccessBlock(get -> get.bucket(bucket)));
    if (answer.isPresent() && answer.get().publicAccessBlockConfiguration() == null) {
      throw ConfigurationCalls.notAnAnswer(GET);
    }
    PublicAccessBlockConfiguration found =
        answer
            .map(GetPublicAccessBlockResponse::publicAccessBlockConfiguration)
            .orElseGet(() -> PublicAccessBlockConfiguration.builder().build());
    PublicAccessBlockConfiguration wanted =
        PublicAccessBlockConfiguration.builder()
            .blockPublicAcls(amazon || isOn(found.blockPublicAcls()))
            .ignorePublicAcls(true)
            .blockPublicPolicy(true)
            .restrictPublicBuckets(true)
            .build();
    return Look.of(
        words(found),
        words(wanted),
        words(found).equals(words(wanted)) ? Optional.empty() : Optional.of(() -> put(wanted)));
  }

  private void put(PublicAccessBlockConfiguration wanted) throws CallFailure {
    calls.write(
        PUT,
        () ->
            calls
                .client()
                .putPublicAccessBlock(
                    put ->
                        put.bucket(calls.bucket().bucket())
                            .publicAccessBlockConfiguration(wanted)));
  }

  private static String words(PublicAccessBlockConfiguration block) {
    return "BlockPublicAcls "
        + word(block.blockPublicAcls())
        + ", IgnorePublicAcls "
        + word(block.ignorePublicAcls())
        + ", BlockPublicPolicy "
        + word(block.blockPublicPolicy())
        + ", RestrictPublicBuckets "
        + word(block.restrictPublicBuckets());
  }

  private static boolean isOn(Boolean flag) {
    return Boolean.TRUE.equals(flag);
  }

  private static String word(Boolean flag) {
    return isOn(flag) ? "on" : "off";
  }
}
