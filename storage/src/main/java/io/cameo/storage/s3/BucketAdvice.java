package io.cameo.storage.s3;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What an operator has to change so that the bucket can be used, in the names of the settings. */
final class BucketAdvice {

  private static final String PAGE = "docs/operations/s3.md";

  private final S3StoreOptions options;
  private final String region;

  BucketAdvice(S3StoreOptions options, String region) {
    this.options = options;
    this.region = region;
  }

  /** The server in words: its address, or Amazon's region. */
  String server() {
    return options.location().endpoint().map(at -> "S3 at " + at).orElse("S3 in " + region);
  }

  String noCredentials() {
    return "There are no credentials for S3: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give"
        + " the machine, container or service account a role.";
  }

  String host() {
    return options.location().endpoint().isPresent()
        ? "Check CAMEO_S3_ENDPOINT; a server that does not know buckets as host names needs"
            + " CAMEO_S3_PATH_STYLE=on."
        : "Check AWS_REGION (" + region + ").";
  }

  /** What to do about a refusal that stays. */
  String on(Asked operation, AwsServiceException answer, String code) {
    Optional<String> home = header(answer, "x-amz-bucket-region").filter(at -> !at.equals(region));
    if (home.isPresent()) {
      return "The bucket " + options.bucket() + " is in " + home.get() + ": set AWS_REGION to it.";
    }
    return switch (code) {
      case "InvalidAccessKeyId" ->
          "The server does not know AWS_ACCESS_KEY_ID" + withKey() + ": correct it.";
      case "SignatureDoesNotMatch" ->
          "AWS_SECRET_ACCESS_KEY does not belong to AWS_ACCESS_KEY_ID"
              + withKey()
              + ": correct it.";
      case "InvalidToken", "ExpiredToken", "TokenRefreshRequired" ->
          "The session is over or not known: renew AWS_SESSION_TOKEN with its keys.";
      case "RequestTimeTooSkewed" ->
          "The clock of this machine differs by more than 15 minutes from the server's: let it be"
              + " set by NTP.";
      case "NoSuchBucket" ->
          "There is no bucket "
              + options.bucket()
              + " on "
              + server()
              + ": create it, or correct its name (in AWS_S3_BUCKET, or where you named it).";
      case "PermanentRedirect",
          "TemporaryRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException" ->
          "The bucket " + options.bucket() + " is in another region: correct AWS_REGION.";
      case "InvalidStorageClass" ->
          "CAMEO_S3_STORAGE_CLASS is not one that this server knows: correct or remove it.";
      case "XAmzContentSHA256Mismatch", "NotImplemented" ->
          operation == S3Operation.PUT
              ? "The server seems not to know what was sent with the object: set"
                  + " CAMEO_S3_CHECKSUMS=when-required."
              : "The server does not know this call.";
      case "AccessDenied", "AllAccessDisabled", "AccountProblem", "" -> denied(operation, answer);
      default -> "See " + PAGE + ".";
    };
  }

  private String withKey() {
    return options.credentials().map(keys -> " (" + keys.accessKeyId() + ")").orElse("");
  }

  private String denied(Asked operation, AwsServiceException answer) {
    if (answer.statusCode() != 403 && answer.statusCode() != 401) {
      return "See " + PAGE + ".";
    }
    String words = Optional.ofNullable(answer.getMessage()).orElse("");
    if (words.contains("kms:")) {
      return "The key may not be used. Add to the policy of the credentials: "
          + statement(
              List.of("kms:GenerateDataKey", "kms:Decrypt"),
              List.of(options.placement().kmsKey().orElse("*")));
    }
    return operation.permission()
        + " is not allowed. Add to the policy of the credentials: "
        + statement(
            List.of(operation.permission()), List.of(operation.onBucket() ? arn() : arn() + "/*"));
  }

  String arn() {
    String partition = "aws";
    if (region.startsWith("cn-")) {
      partition = "aws-cn";
    } else if (region.startsWith("us-gov-")) {
      partition = "aws-us-gov";
    }
    return "arn:" + partition + ":s3:::" + options.bucket();
  }

  private static String statement(List<String> actions, List<String> resources) {
    return "{\"Effect\": \"Allow\", \"Action\": "
        + json(actions)
        + ", \"Resource\": "
        + json(resources)
        + "}";
  }

  private static String json(List<String> words) {
    String list = words.stream().collect(Collectors.joining("\", \"", "\"", "\""));
    return words.size() == 1 ? list : "[" + list + "]";
  }

  private static Optional<String> header(AwsServiceException answer, String name) {
    return answer.awsErrorDetails() == null || answer.awsErrorDetails().sdkHttpResponse() == null
        ? Optional.empty()
        : answer.awsErrorDetails().sdkHttpResponse().firstMatchingHeader(name);
  }
}
