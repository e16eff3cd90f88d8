package io.cameo.storage.s3.provision;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** One statement of ours in the bucket's policy, or that it is not there. */
final class PolicyStatementAspect implements Aspect {

  private static final String TLS_ONLY = "tls-only";
  private static final String CLOUDFRONT = "cloudfront";

  private static final List<String> OF_OBJECTS =
      List.of("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket");

  /** The ids of all statements of ours. */
  static final Set<String> SIDS =
      Set.of(Provisioner.OURS + TLS_ONLY, Provisioner.OURS + CLOUDFRONT);

  private final ConfigurationCalls calls;
  private final String name;
  private final Optional<JsonNode> wanted;
  private final String withoutIt;
  private final String notWanted;

  private PolicyStatementAspect(
      ConfigurationCalls calls,
      String name,
      Optional<Map<String, Object>> wanted,
      String withoutIt,
      String notWanted) {
    this.calls = calls;
    this.name = name;
    this.wanted = wanted.map(statement -> PolicyJson.parse(PolicyJson.text(statement)));
    this.withoutIt = withoutIt;
    this.notWanted = notWanted;
  }

  /**
   * Nobody reaches the bucket in the clear.
   *
   * @param amazon whether the server is Amazon's own; on others the statement leaves out the calls
   *     by which it can be taken back
   * @param encrypted whether Cameo itself reaches it by TLS; else the statement would shut it out
   */
  static Aspect tlsOnly(ConfigurationCalls calls, boolean amazon, boolean encrypted) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Sid", Provisioner.OURS + TLS_ONLY);
    statement.put("Effect", "Deny");
    statement.put("Principal", "*");
    statement.put("Action", amazon ? List.of("s3:*") : OF_OBJECTS);
    statement.put("Resource", List.of(calls.bucket().arn(), calls.bucket().arn() + "/*"));
    statement.put("Condition", Map.of("Bool", Map.of("aws:SecureTransport", "false")));
    Aspect aspect =
        new PolicyStatementAspect(
            calls,
            TLS_ONLY,
            encrypted ? Optional.of(statement) : Optional.empty(),
            "The server may be reached without TLS: let only its TLS port be reachable.",
            "no statement: CAMEO_S3_ENDPOINT is an http:// address, and Cameo would be shut out");
    return amazon ? aspect : new StillReachable(calls, aspect);
  }

  /** CloudFront reads the pictures, for these distributions only. */
  static Aspect cloudFront(ConfigurationCalls calls, List<String> distributions) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Sid", Provisioner.OURS + CLOUDFRONT);
    statement.put("Effect", "Allow");
    statement.put("Principal", Map.of("Service", "cloudfront.amazonaws.com"));
    statement.put("Action", "s3:GetObject");
    statement.put("Resource", calls.bucket().arn() + "/" + Provisioner.PICTURES + "*");
    statement.put("Condition", Map.of("StringEquals", Map.of("AWS:SourceArn", distributions)));
    return new PolicyStatementAspect(
        calls,
        CLOUDFRONT,
        distributions.isEmpty() ? Optional.empty() : Optional.of(statement),
        "CloudFront cannot be given access to the bucket: let it ask the service.",
        "no statement: CAMEO_CLOUDFRONT_DISTRIBUTION names none");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String withoutIt() {
    return withoutIt;
  }

  @Override
  public boolean isAskedFor() {
    return name.equals(CLOUDFRONT) && wanted.isPresent();
  }

  private String sid() {
    return Provisioner.OURS + name;
  }

  @Override
  public Look look() throws CallFailure {
    BucketPolicy policy = BucketPolicy.read(calls);
    List<JsonNode> found = policy.named(sid());
    boolean asWanted =
        wanted.isEmpty()
            ? found.isEmpty()
            : found.size() == 1 && PolicyJson.saysTheSame(found.getFirst(), wanted.get());
    return new Look(
        found.isEmpty() ? List.of("no statement") : found.stream().map(PolicyJson::text).toList(),
        List.of(wanted.map(PolicyJson::text).orElse(notWanted)),
        List.of(),
        List.of(),
        asWanted ? Optional.empty() : Optional.of(() -> put(policy)));
  }

  private void put(BucketPolicy policy) throws CallFailure {
    try {
      policy.with(sid(), wanted).write(calls);
    } catch (CallFailure failure) {
      List<JsonNode> open = PublicStatements.among(policy.others());
      if (failure.kind() != CallFailure.Kind.DENIED) {
        throw failure;
      }
      throw new CallFailure(
          CallFailure.Kind.DENIED,
          failure.words()
              + (open.isEmpty()
                  ? " Or the server takes the policy for a public one, which the public access block"
                      + " forbids."
                  : " Or the statement of others that makes the bucket public is the cause: the"
                      + " public access block then forbids every change of the policy."));
    }
  }
}
