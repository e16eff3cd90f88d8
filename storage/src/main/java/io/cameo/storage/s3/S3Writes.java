package io.cameo.storage.s3;

import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectExistsException;
import io.cameo.storage.StorageUnavailableException;
import io.cameo.storage.StoredObject;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * Writes one object on the condition that the key is free, and believes it only when the server has
 * named the right digest, or when a look at the object shows that it is the one of this write.
 */
final class S3Writes {

  /** User metadata that holds a random word of each write. */
  static final String WRITE_WORD = "cameo-write";

  /** Conditional writes that met each other, or a deletion, are tried so often. */
  private static final int CONFLICTS = 4;

  private final S3StoreOptions options;
  private final S3Client client;
  private final S3Calls calls;
  private final S3Reads reads;
  private final SecureRandom random = new SecureRandom();

  S3Writes(S3StoreOptions options, S3Client client, S3Calls calls, S3Reads reads) {
    this.options = options;
    this.client = client;
    this.calls = calls;
    this.reads = reads;
  }

  void put(NewObject object) {
    Digests digests = Digests.of(object.bytes());
    String word = word();
    for (int attempt = 0; attempt < CONFLICTS; attempt++) {
      try {
        PutObjectResponse answer = send(object, digests, word);
        believe(object, digests, word, answer);
        return;
      } catch (S3Exception no) {
        if (no.statusCode() == 404) {
          throw calls.translated(S3Operation.PUT, no);
        }
        if (isOurs(object, digests, word)) {
          return;
        }
      }
    }
    throw new StorageUnavailableException(
        "the key " + object.key() + " is taken and free in turns",
        new RejectedExecutionException("other writers and deletions were faster"));
  }

  private String word() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private PutObjectResponse send(NewObject object, Digests digests, String word) {
    PutObjectRequest request = request(object, digests, word);
    RequestBody body =
        RequestBody.fromContentProvider(
            ContentStreamProvider.fromByteArrayUnsafe(object.bytes()),
            object.bytes().length,
            object.metadata().contentType());
    return calls.call(S3Operation.PUT, () -> client.putObject(request, body));
  }

  private PutObjectRequest request(NewObject object, Digests digests, String word) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(options.bucket())
            .key(object.key())
            .ifNoneMatch("*")
            .contentLength((long) object.bytes().length)
            .contentType(object.metadata().contentType())
            .cacheControl(object.metadata().cacheControl())
            .metadata(Map.of(WRITE_WORD, word));
    switch (options.checksums()) {
      case ALWAYS -> request.checksumSHA256(digests.sha256());
      case WHEN_REQUIRED -> request.contentMD5(digests.md5Base64());
    }
    S3StoreOptions.Placement placement = options.placement();
    switch (placement.encryption()) {
      case BUCKET -> {}
      case AES256 -> request.serverSideEncryption(ServerSideEncryption.AES256);
      case KMS -> request.serverSideEncryption(ServerSideEncryption.AWS_KMS);
    }
    placement.kmsKey().ifPresent(request::ssekmsKeyId);
    placement.storageClass().ifPresent(request::storageClass);
    return request.build();
  }

  private void believe(NewObject object, Digests digests, String word, PutObjectResponse answer) {
    Digests.Verdict verdict =
        digests.judge(
            Optional.ofNullable(answer.checksumSHA256()),
            Optional.ofNullable(answer.eTag()),
            Optional.ofNullable(answer.serverSideEncryption()));
    boolean there =
        switch (verdict) {
          case SAME -> true;
          case SILENT -> isOurs(object, digests, word);
          // Some servers' ETags only look like a digest: the bytes themselves decide.
          case DIFFERENT -> sameBytes(object);
        };
    if (!there) {
      throw notAsWritten(object);
    }
  }

  /**
   * Whether the object under the key is the one that this write sent, whose answer may have been
   * lost.
   *
   * @return false if there is no object any more
   * @throws ObjectExistsException if it is somebody else's
   * @throws StorageUnavailableException if it is ours, but not as it was sent
   */
  private boolean isOurs(NewObject object, Digests digests, String word) {
    Optional<HeadObjectResponse> found = reads.head(object.key());
    if (found.isEmpty()) {
      return false;
    }
    HeadObjectResponse head = found.get();
    if (!word.equals(head.metadata().get(WRITE_WORD))) {
      throw new ObjectExistsException(object.key());
    }
    Digests.Verdict verdict =
        digests.judge(
            Optional.ofNullable(head.checksumSHA256()),
            Optional.ofNullable(head.eTag()),
            Optional.ofNullable(head.serverSideEncryption()));
    boolean sameLength = head.contentLength() == object.bytes().length;
    if (!sameLength || (verdict == Digests.Verdict.DIFFERENT && !sameBytes(object))) {
      throw notAsWritten(object);
    }
    return true;
  }

  private boolean sameBytes(NewObject object) {
    Optional<StoredObject> found = reads.get(object.key(), Optional.empty());
    if (found.isEmpty()) {
      return false;
    }
    try (StoredObject stored = found.get()) {
      return stored.stat().size() == object.bytes().length
          && Arrays.equals(stored.readAll(object.bytes().length), object.bytes());
    }
  }

  private static StorageUnavailableException notAsWritten(NewObject object) {
    return new StorageUnavailableException(
        "S3 does not keep " + object.key() + " as it was written",
        new IllegalStateException("length or digest differ"));
  }
}
