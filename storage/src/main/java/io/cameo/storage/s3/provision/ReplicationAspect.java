package io.cameo.storage.s3.provision;

import io.cameo.storage.s3.S3StoreOptions.Encryption;
import io.cameo.storage.s3.provision.ConfigurationCalls.Call;
import io.cameo.storage.s3.provision.WantedBucket.Replication;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.DeleteMarkerReplicationStatus;
import software.amazon.awssdk.services.s3.model.Destination;
import software.amazon.awssdk.services.s3.model.GetBucketReplicationResponse;
import software.amazon.awssdk.services.s3.model.ReplicationConfiguration;
import software.amazon.awssdk.services.s3.model.ReplicationRule;
import software.amazon.awssdk.services.s3.model.ReplicationRuleStatus;
import software.amazon.awssdk.services.s3.model.SseKmsEncryptedObjectsStatus;

/** That the server copies pictures, and their deletions, to another bucket. */
final class ReplicationAspect implements Aspect {

  private static final Call GET =
      new Call("GetBucketReplication", "s3:GetReplicationConfiguration");
  private static final Call PUT =
      new Call("PutBucketReplication", "s3:PutReplicationConfiguration");
  private static final Call DELETE =
      new Call("DeleteBucketReplication", "s3:PutReplicationConfiguration");

  private final ConfigurationCalls calls;
  private final Optional<Replication> wanted;

  ReplicationAspect(ConfigurationCalls calls, Optional<Replication> wanted) {
    this.calls = calls;
    this.wanted = wanted;
  }

  @Override
  public String name() {
    return "replication";
  }

  @Override
  public String withoutIt() {
    return "The server copies nothing to another bucket.";
  }

  @Override
  public boolean isAskedFor() {
    return wanted.isPresent();
  }

  @Override
  public List<String> needs() {
    return wanted.isPresent() ? List.of(VersioningAspect.NAME) : List.of();
  }

  @Override
  public Look look() throws CallFailure {
    Optional<ReplicationConfiguration> found = read();
    List<ReplicationRule> all = found.map(ReplicationConfiguration::rules).orElse(List.of());
    List<ReplicationRule> ours = all.stream().filter(ReplicationAspect::isOurs).toList();
    List<ReplicationRule> others = all.stream().filter(rule -> !isOurs(rule)).toList();
    Optional<String> role = found.map(ReplicationConfiguration::role);
    List<String> have = ours.stream().map(rule -> words(rule, role.orElse(""))).toList();
    // A priority that was given once stays: rules of others may depend on the order.
    int priority =
        ours.stream()
            .map(ReplicationRule::priority)
            .filter(java.util.Objects::nonNull)
            .findFirst()
            .orElse(others.stream().mapToInt(ReplicationAspect::priority).max().orElse(0) + 1);
    List<ReplicationRule> rules = wanted.map(to -> rule(to, priority)).stream().toList();
    List<String> want =
        rules.stream().map(rule -> words(rule, wanted.orElseThrow().roleArn())).toList();
    return new Look(
        have.isEmpty() ? List.of("no rule") : have,
        want.isEmpty() ? List.of("no rule: CAMEO_S3_REPLICATION_BUCKET is not set") : want,
        others.stream().map(rule -> words(rule, role.orElse(""))).toList(),
        conflicts(others, role),
        have.equals(want) ? Optional.empty() : Optional.of(() -> put(others, rules, role)));
  }

  private Optional<ReplicationConfiguration> read() throws CallFailure {
    String bucket = calls.bucket().bucket();
    Optional<GetBucketReplicationResponse> answer =
        calls.read(
            GET,
            "ReplicationConfigurationNotFoundError",
            () -> calls.client().getBucketReplication(get -> get.bucket(bucket)));
    if (answer.isPresent()
        && (answer.get().replicationConfiguration() == null
            || answer.get().replicationConfiguration().rules().isEmpty())) {
      throw ConfigurationCalls.notAnAnswer(GET);
    }
    return answer.map(GetBucketReplicationResponse::replicationConfiguration);
  }

  private List<String> conflicts(List<ReplicationRule> others, Optional<String> role) {
    return wanted
        .filter(to -> isOfAnotherRole(to, others, role))
        .map(
            to ->
                "The bucket's replication runs with the role "
                    + role.orElse("of nobody")
                    + " for rules of others, and has one role for all rules: set"
                    + " CAMEO_S3_REPLICATION_ROLE to that role and let it copy to "
                    + to.bucketArn()
                    + " too.")
        .stream()
        .toList();
  }

  private static boolean isOfAnotherRole(
      Replication to, List<ReplicationRule> others, Optional<String> role) {
    return !others.isEmpty() && !role.orElse("").equals(to.roleArn());
  }

  private void put(
      List<ReplicationRule> others, List<ReplicationRule> ours, Optional<String> foundRole)
      throws CallFailure {
    if (wanted.filter(to -> isOfAnotherRole(to, others, foundRole)).isPresent()) {
      throw new CallFailure(
          CallFailure.Kind.REFUSED, "not changed, because rules of others need another role");
    }
    String bucket = calls.bucket().bucket();
    List<ReplicationRule> merged = new ArrayList<>(others);
    merged.addAll(ours);
    if (merged.isEmpty()) {
      calls.write(DELETE, () -> calls.client().deleteBucketReplication(at -> at.bucket(bucket)));
      return;
    }
    String role = wanted.map(Replication::roleArn).or(() -> foundRole).orElse("");
    calls.write(
        PUT,
        () ->
            calls
                .client()
                .putBucketReplication(
                    put ->
                        put.bucket(bucket)
                            .replicationConfiguration(all -> all.role(role).rules(merged))));
  }

  private ReplicationRule rule(Replication to, int priority) {
    boolean withKey = calls.bucket().options().placement().encryption() == Encryption.KMS;
    Destination.Builder destination = Destination.builder().bucket(to.bucketArn());
    ReplicationRule.Builder rule =
        ReplicationRule.builder()
            .id(Provisioner.OURS + "pictures")
            .status(ReplicationRuleStatus.ENABLED)
            .priority(priority)
            .filter(filter -> filter.prefix(Provisioner.PICTURES))
            // What was erased here must not be shown from there, and in a copy that is no replica
            // of
            // ours nobody else deletes. In a replica the marker is one more and does no harm.
            .deleteMarkerReplication(
                markers -> markers.status(DeleteMarkerReplicationStatus.ENABLED));
    if (withKey) {
      rule.sourceSelectionCriteria(
          which ->
              which.sseKmsEncryptedObjects(
                  objects -> objects.status(SseKmsEncryptedObjectsStatus.ENABLED)));
      to.kmsKeyArn()
          .ifPresent(key -> destination.encryptionConfiguration(by -> by.replicaKmsKeyID(key)));
    }
    return rule.destination(destination.build()).build();
  }

  private static boolean isOurs(ReplicationRule rule) {
    return rule.id() != null && rule.id().startsWith(Provisioner.OURS);
  }

  private static int priority(ReplicationRule rule) {
    return rule.priority() == null ? 0 : rule.priority();
  }

  private static String words(ReplicationRule rule, String role) {
    Destination to = rule.destination();
    String prefix = rule.filter() == null ? null : rule.filter().prefix();
    return rule.id()
        + " ("
        + rule.statusAsString()
        + ", priority "
        + priority(rule)
        + "): "
        + (prefix == null || prefix.isEmpty() ? "other objects" : prefix)
        + " to "
        + (to == null ? "nowhere" : to.bucket())
        + " by "
        + role
        + ", delete markers "
        + (rule.deleteMarkerReplication() == null
            ? "not"
            : rule.deleteMarkerReplication().statusAsString())
        + (to == null || to.encryptionConfiguration() == null
            ? ""
            : ", encrypted with " + to.encryptionConfiguration().replicaKmsKeyID())
        + (rule.sourceSelectionCriteria() == null
                || rule.sourceSelectionCriteria().sseKmsEncryptedObjects() == null
            ? ""
            : ", objects of the key service too");
  }
}
