package io.cameo.storage.s3.provision;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** That no statement of others makes the bucket public. It is looked at and never changed. */
final class PolicyOthersAspect implements Aspect {

  private final ConfigurationCalls calls;

  PolicyOthersAspect(ConfigurationCalls calls) {
    this.calls = calls;
  }

  @Override
  public String name() {
    return "policy-of-others";
  }

  @Override
  public String withoutIt() {
    return "Whom a policy gives access cannot be seen.";
  }

  @Override
  public Look look() throws CallFailure {
    List<JsonNode> others = BucketPolicy.read(calls).others();
    List<String> conflicts = new ArrayList<>();
    for (JsonNode statement : PublicStatements.among(others)) {
      conflicts.add(
          "The policy's statement "
              + (BucketPolicy.sid(statement).isEmpty()
                  ? "without Sid"
                  : "\"" + BucketPolicy.sid(statement) + "\"")
              + " allows everybody "
              + statement.field("Action").map(PolicyJson::texts).map(String::valueOf).orElse("all")
              + ". While it is there the server may refuse every change of the policy, and with the"
              + " public access block on it has no effect: remove it, or name who is meant.");
    }
    return new Look(
        List.of(conflicts.isEmpty() ? "not public" : "public"),
        List.of("not public"),
        others.stream().map(PolicyJson::text).toList(),
        conflicts,
        Optional.empty());
  }
}
