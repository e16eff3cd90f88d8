package io.cameo.storage.s3.provision;

import io.cameo.storage.StorageException;
import io.cameo.storage.s3.BucketAccess;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Makes the calls on a bucket's configuration, and tells what their errors mean: servers that do
 * not know a call say so in many ways.
 */
final class ConfigurationCalls {

  /** Codes of a 400 by which servers answer a call that they do not know. */
  private static final Set<String> UNKNOWN =
      Set.of(
          "",
          "InvalidArgument",
          "InvalidRequest",
          "MalformedXML",
          "MethodNotAllowed",
          "NotImplemented",
          "UnsupportedArgument",
          "UnsupportedOperation");

  /** A server that answers with these has taken the call for the creation of the bucket. */
  private static final Set<String> TAKEN_FOR_CREATION =
      Set.of("BucketAlreadyOwnedByYou", "BucketAlreadyExists", "BucketNotEmpty");

  private static final Set<String> DENIED = Set.of("", "AccessDenied", "AllAccessDisabled");

  private final BucketAccess bucket;

  ConfigurationCalls(BucketAccess bucket) {
    this.bucket = bucket;
  }

  /** A call by its name in Amazon's words, and the IAM action that allows it. */
  record Call(String word, String permission) {}

  BucketAccess bucket() {
    return bucket;
  }

  S3Client client() {
    return bucket.client();
  }

  /**
   * Asks for a part of the configuration.
   *
   * @param absent the code by which a server that knows it says that there is none
   * @return empty if there is none
   * @throws StorageException if the server did not answer, or nothing else can be asked of it
   *     either
   */
  <T> Optional<T> read(Call call, String absent, Supplier<T> ask) throws CallFailure {
    try {
      return Optional.of(ask.get());
    } catch (S3Exception answer) {
      if (answer.statusCode() == 404 && bucket.code(answer).equals(absent)) {
        return Optional.empty();
      }
      throw failure(call, answer, CallFailure.Kind.NOT_KNOWN);
    } catch (SdkException unanswered) {
      throw bucket.translate(call.word(), call.permission(), unanswered);
    }
  }

  /**
   * Changes a part of the configuration that could be read before: a 400 is then about what was
   * sent.
   */
  void write(Call call, Runnable ask) throws CallFailure {
    try {
      ask.run();
    } catch (S3Exception answer) {
      throw failure(call, answer, CallFailure.Kind.REFUSED);
    } catch (SdkException unanswered) {
      throw bucket.translate(call.word(), call.permission(), unanswered);
    }
  }

  /** For an answer that came well, but is not one to this question. */
  static CallFailure notAnAnswer(Call call) {
    return new CallFailure(
        CallFailure.Kind.NOT_KNOWN, "it answered " + call.word() + " with something else");
  }

  private CallFailure failure(Call call, S3Exception answer, CallFailure.Kind badRequest) {
    String code = bucket.code(answer);
    StorageException translated = bucket.translate(call.word(), call.permission(), answer);
    String said = call.word() + ": " + answer.statusCode() + (code.isEmpty() ? "" : " " + code);
    int status = answer.statusCode();
    if (status == 501 || status == 405 || (status == 409 && TAKEN_FOR_CREATION.contains(code))) {
      return new CallFailure(CallFailure.Kind.NOT_KNOWN, said);
    }
    if (status == 403 && DENIED.contains(code)) {
      return new CallFailure(CallFailure.Kind.DENIED, String.valueOf(translated.getMessage()));
    }
    boolean aboutTheCall =
        switch (status) {
          case 400 -> UNKNOWN.contains(code) || isAboutWhatWasSent(badRequest, code);
          case 404 -> !code.equals("NoSuchBucket");
          case 409 -> isAboutWhatWasSent(badRequest, code);
          default -> false;
        };
    if (aboutTheCall && !translated.retryable()) {
      return new CallFailure(badRequest, words(said, answer));
    }
    throw translated;
  }

  /** Whether this one call was refused, and not every other one would be too. */
  private static boolean isAboutWhatWasSent(CallFailure.Kind badRequest, String code) {
    return badRequest == CallFailure.Kind.REFUSED
        && !code.contains("Token")
        && !code.contains("Authorization")
        && !code.contains("Location");
  }

  private static String words(String said, S3Exception answer) {
    String message =
        answer.awsErrorDetails() == null ? null : answer.awsErrorDetails().errorMessage();
    return message == null || message.isBlank() ? said : said + ": " + message;
  }
}
