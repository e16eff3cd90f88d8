package io.cameo.storage.s3;

import io.cameo.storage.StorageException;
import io.cameo.storage.StorageFullException;
import io.cameo.storage.StorageUnavailableException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What an error of the SDK means for the caller and for the operator. */
final class S3Errors {

  private static final Set<String> FULL =
      Set.of("QuotaExceeded", "InsufficientStorage", "XMinioStorageFull", "XMinioDiskFull");
  private static final Set<String> PASSING =
      Set.of("RequestTimeout", "OperationAborted", "BadDigest", "IncompleteBody", "SlowDown");

  private final BucketAdvice advice;

  S3Errors(BucketAdvice advice) {
    this.advice = advice;
  }

  /**
   * Whether the server has truthfully said no: no such object (404), the condition does not hold or
   * is being decided (412, 409), no such range (416).
   */
  static boolean isNo(S3Exception answer) {
    return switch (answer.statusCode()) {
      case 404 -> !code(answer).equals("NoSuchBucket");
      case 409 -> code(answer).equals("ConditionalRequestConflict");
      case 412, 416 -> true;
      default -> false;
    };
  }

  /** The error's code in Amazon's words; empty where the answer had no body. */
  static String code(SdkException failure) {
    return failure instanceof AwsServiceException answer && answer.awsErrorDetails() != null
        ? Optional.ofNullable(answer.awsErrorDetails().errorCode()).orElse("")
        : "";
  }

  private static String words(AwsServiceException answer) {
    String message =
        answer.awsErrorDetails() == null ? null : answer.awsErrorDetails().errorMessage();
    // Others end their words with a full stop, and ours go on.
    return Optional.ofNullable(message)
        .filter(text -> !text.isBlank())
        .map(text -> text.strip().replaceFirst("[.]+$", ""))
        .orElse("no reason given");
  }

  static S3Call.Outcome outcome(SdkException failure, StorageException translated) {
    if (failure instanceof AwsServiceException answer && isThrottling(answer)) {
      return S3Call.Outcome.THROTTLED;
    }
    return translated.retryable() ? S3Call.Outcome.AWAY : S3Call.Outcome.REFUSED;
  }

  private static boolean isThrottling(AwsServiceException answer) {
    return answer.isThrottlingException()
        || answer.statusCode() == 429
        || code(answer).equals("SlowDown");
  }

  StorageException translate(Asked operation, SdkException failure) {
    return failure instanceof AwsServiceException answer
        ? refused(operation, answer)
        : unanswered(operation, failure);
  }

  private StorageException refused(Asked operation, AwsServiceException answer) {
    String code = code(answer);
    int status = answer.statusCode();
    String said =
        "S3 answered " + operation.word() + " with " + status + " " + code + ": " + words(answer);
    if (FULL.contains(code) || status == 507) {
      return new StorageFullException(said, answer);
    }
    if (isThrottling(answer)) {
      return new StorageUnavailableException(said + "; it asks for fewer calls", answer);
    }
    if (PASSING.contains(code) || (status >= 500 && status != 501)) {
      return new StorageUnavailableException(said, answer);
    }
    return lasting(said + ". " + advice.on(operation, answer, code), answer);
  }

  private StorageException unanswered(Asked operation, SdkException failure) {
    String asked = advice.server() + " did not answer " + operation.word();
    if (failure instanceof AbortedException) {
      Thread.currentThread().interrupt();
      return new StorageUnavailableException("interrupted during " + operation.word(), failure);
    }
    if (failure instanceof ApiCallTimeoutException
        || failure instanceof ApiCallAttemptTimeoutException) {
      return new StorageUnavailableException(asked + " in time", failure);
    }
    String message = Optional.ofNullable(failure.getMessage()).orElse("");
    if (message.contains("Unable to load credentials")) {
      return lasting(advice.noCredentials(), failure);
    }
    if (cause(failure) instanceof UnknownHostException unknown) {
      return new StorageUnavailableException(
          asked + ": no such host (" + unknown.getMessage() + "). " + advice.host(), failure);
    }
    return new StorageUnavailableException(asked + ": " + cause(failure), failure);
  }

  private static Throwable cause(Throwable failure) {
    Throwable deepest = failure;
    for (int depth = 0; depth < 10 && deepest.getCause() != null; depth++) {
      deepest = deepest.getCause();
    }
    return deepest;
  }

  /** A failure that stays until somebody changes something. */
  private static StorageUnavailableException lasting(String message, Throwable cause) {
    StorageUnavailableException lasting = new StorageUnavailableException(message);
    lasting.initCause(cause);
    return lasting;
  }
}
