package io.cameo.storage.s3.provision;

import io.cameo.storage.s3.provision.ConfigurationCalls.Call;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.GetBucketOwnershipControlsResponse;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;

/** That access lists have no effect, and the bucket's owner owns every object. */
final class OwnershipAspect implements Aspect {

  private static final Call GET =
      new Call("GetBucketOwnershipControls", "s3:GetBucketOwnershipControls");
  private static final Call PUT =
      new Call("PutBucketOwnershipControls", "s3:PutBucketOwnershipControls");

  private static final String WANTED = ObjectOwnership.BUCKET_OWNER_ENFORCED.toString();

  private final ConfigurationCalls calls;

  OwnershipAspect(ConfigurationCalls calls) {
    this.calls = calls;
  }

  @Override
  public String name() {
    return "ownership";
  }

  @Override
  public String withoutIt() {
    return "Access lists have an effect; Cameo itself never writes one.";
  }

  @Override
  public Look look() throws CallFailure {
    String bucket = calls.bucket().bucket();
    Optional<GetBucketOwnershipControlsResponse> answer =
        calls.read(
            GET,
            "OwnershipControlsNotFoundError",
            () -> calls.client().getBucketOwnershipControls(get -> get.bucket(bucket)));
    if (answer.isPresent()
        && (answer.get().ownershipControls() == null
            || answer.get().ownershipControls().rules().isEmpty())) {
      throw ConfigurationCalls.notAnAnswer(GET);
    }
    String found =
        answer
            .map(controls -> controls.ownershipControls().rules().getFirst())
            .map(OwnershipControlsRule::objectOwnershipAsString)
            .orElse("none, so access lists count");
    return Look.of(
        found, WANTED, found.equals(WANTED) ? Optional.empty() : Optional.of(this::enforce));
  }

  private void enforce() throws CallFailure {
    OwnershipControlsRule rule = OwnershipControlsRule.builder().objectOwnership(WANTED).build();
    calls.write(
        PUT,
        () ->
            calls
                .client()
                .putBucketOwnershipControls(
                    put ->
                        put.bucket(calls.bucket().bucket())
                            .ownershipControls(controls -> controls.rules(rule))));
  }
}
