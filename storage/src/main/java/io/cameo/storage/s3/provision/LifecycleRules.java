package io.cameo.storage.s3.provision;

import io.cameo.storage.s3.provision.ConfigurationCalls.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.PutBucketLifecycleConfigurationRequest;

/**
 * All rules of the bucket's lifecycle as they were read.
 *
 * @param smallest from which size on objects move to other classes, in Amazon's words; it belongs
 *     to all rules together and is lost if it is not put back
 */
record LifecycleRules(List<LifecycleRule> rules, Optional<String> smallest) {

  private static final Call GET =
      new Call("GetBucketLifecycleConfiguration", "s3:GetLifecycleConfiguration");
  private static final Call PUT =
      new Call("PutBucketLifecycleConfiguration", "s3:PutLifecycleConfiguration");
  private static final Call DELETE =
      new Call("DeleteBucketLifecycle", "s3:PutLifecycleConfiguration");

  LifecycleRules {
    rules = List.copyOf(rules);
  }

  static LifecycleRules read(ConfigurationCalls calls) throws CallFailure {
    Optional<GetBucketLifecycleConfigurationResponse> answer =
        calls.read(
            GET,
            "NoSuchLifecycleConfiguration",
            () ->
                calls
                    .client()
                    .getBucketLifecycleConfiguration(get -> get.bucket(calls.bucket().bucket())));
    if (answer.isEmpty()) {
      return new LifecycleRules(List.of(), Optional.empty());
    }
    if (answer.get().rules().isEmpty()) {
      throw ConfigurationCalls.notAnAnswer(GET);
    }
    return new LifecycleRules(
        answer.get().rules(),
        Optional.ofNullable(answer.get().transitionDefaultMinimumObjectSizeAsString()));
  }

  List<LifecycleRule> where(Predicate<LifecycleRule> condition) {
    return rules.stream().filter(condition).toList();
  }

  /** The same with these rules instead of those that fulfil the condition. */
  LifecycleRules with(Predicate<LifecycleRule> replaced, List<LifecycleRule> by) {
    List<LifecycleRule> merged = new ArrayList<>(where(replaced.negate()));
    merged.addAll(by);
    return new LifecycleRules(merged, smallest);
  }

  /** Puts them in the place of those that are there; called only where they could be read. */
  void write(ConfigurationCalls calls) throws CallFailure {
    String bucket = calls.bucket().bucket();
    if (rules.isEmpty()) {
      calls.write(DELETE, () -> calls.client().deleteBucketLifecycle(at -> at.bucket(bucket)));
      return;
    }
    PutBucketLifecycleConfigurationRequest.Builder put =
        PutBucketLifecycleConfigurationRequest.builder()
            .bucket(bucket)
            .lifecycleConfiguration(all -> all.rules(rules));
    smallest.ifPresent(put::transitionDefaultMinimumObjectSize);
    calls.write(PUT, () -> calls.client().putBucketLifecycleConfiguration(put.build()));
  }
}
