package io.cameo.storage.s3;

import io.cameo.storage.ObjectStore;
import io.cameo.storage.StorageException;
import io.cameo.storage.StorageUnavailableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Deletes in batches; what the answer says of each key is read, not only its status. */
final class S3Deletes {

  private final String bucket;
  private final S3Client client;
  private final S3Calls calls;

  S3Deletes(String bucket, S3Client client, S3Calls calls) {
    this.bucket = bucket;
    this.client = client;
    this.calls = calls;
  }

  void delete(Collection<String> keys) {
    List<String> all = keys.stream().distinct().toList();
    for (int from = 0; from < all.size(); from += ObjectStore.MAX_PAGE) {
      batch(all.subList(from, Math.min(all.size(), from + ObjectStore.MAX_PAGE)));
    }
  }

  private void batch(List<String> keys) {
    batch(
        S3Operation.DELETE,
        keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList());
  }

  /** Deletes single versions, which takes a right of its own; at most one request's worth. */
  void deleteVersions(List<ObjectIdentifier> versions) {
    batch(S3Operation.DELETE_VERSIONS, versions);
  }

  private void batch(S3Operation operation, List<ObjectIdentifier> objects) {
    DeleteObjectsRequest request =
        DeleteObjectsRequest.builder()
            .bucket(bucket)
            .delete(wanted -> wanted.objects(objects).quiet(true))
            .build();
    DeleteObjectsResponse answer;
    try {
      answer = calls.call(operation, () -> client.deleteObjects(request));
    } catch (S3Exception no) {
      throw calls.translated(operation, no);
    }
    List<S3Error> kept = new ArrayList<>(answer.errors());
    kept.removeIf(error -> "NoSuchKey".equals(error.code()));
    if (!kept.isEmpty()) {
      throw failure(operation, kept, objects.size());
    }
  }

  /** The status that a call of its own would have been answered with. */
  private static int status(String code) {
    return switch (code) {
      case "AccessDenied" -> 403;
      case "NoSuchBucket" -> 404;
      case "SlowDown", "ServiceUnavailable" -> 503;
      case "InternalError", "" -> 500;
      default -> 400;
    };
  }

  private StorageException failure(S3Operation operation, List<S3Error> kept, int of) {
    S3Error first = kept.getFirst();
    String code = Optional.ofNullable(first.code()).orElse("");
    AwsErrorDetails details =
        AwsErrorDetails.builder()
            .errorCode(code)
            .errorMessage(Optional.ofNullable(first.message()).orElse(""))
            .build();
    StorageException why =
        calls.translated(
            operation,
            S3Exception.builder()
                .statusCode(status(code))
                .awsErrorDetails(details)
                .message(first.message())
                .build());
    String message =
        "S3 kept %d of %d objects, first %s: %s"
            .formatted(kept.size(), of, first.key(), why.getMessage());
    if (why.retryable()) {
      return new StorageUnavailableException(message, why);
    }
    StorageUnavailableException lasting = new StorageUnavailableException(message);
    lasting.initCause(why);
    return lasting;
  }
}
