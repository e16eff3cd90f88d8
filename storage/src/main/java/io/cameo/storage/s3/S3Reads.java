package io.cameo.storage.s3;

import io.cameo.storage.ByteRange;
import io.cameo.storage.ByteSlice;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.ObjectStat;
import io.cameo.storage.StorageException;
import io.cameo.storage.StorageUnavailableException;
import io.cameo.storage.StoredObject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Reads objects and what is known of them. */
final class S3Reads {

  private final S3StoreOptions options;
  private final S3Client client;
  private final S3Calls calls;

  S3Reads(S3StoreOptions options, S3Client client, S3Calls calls) {
    this.options = options;
    this.client = client;
    this.calls = calls;
  }

  static String unquoted(String etag) {
    return etag.replace("\"", "");
  }

  /**
   * The object's headers; empty if there is no such object.
   *
   * @throws StorageException also if it is the bucket that does not exist, which the answer to this
   *     call alone does not tell
   */
  Optional<HeadObjectResponse> head(String key) {
    HeadObjectRequest.Builder request =
        HeadObjectRequest.builder().bucket(options.bucket()).key(key);
    if (options.checksums() == S3StoreOptions.Checksums.ALWAYS) {
      request.checksumMode(ChecksumMode.ENABLED);
    }
    try {
      return Optional.of(calls.call(S3Operation.HEAD, () -> client.headObject(request.build())));
    } catch (S3Exception no) {
      if (no.statusCode() != 404) {
        throw calls.translated(S3Operation.HEAD, no);
      }
      requireBucket();
      return Optional.empty();
    }
  }

  private void requireBucket() {
    try {
      calls.call(S3Operation.BUCKET, () -> client.headBucket(at -> at.bucket(options.bucket())));
    } catch (S3Exception no) {
      throw calls.translated(S3Operation.BUCKET, no);
    }
  }

  Optional<ObjectStat> stat(String key) {
    return head(key)
        .map(
            head ->
                new ObjectStat(
                    key,
                    head.contentLength(),
                    metadata(head.contentType(), head.cacheControl()),
                    etag(head.eTag(), head.metadata()),
                    lastModified(head.lastModified())));
  }

  Optional<StoredObject> get(String key, Optional<ByteRange> range) {
    if (range.isEmpty()) {
      return open(key, Optional.empty());
    }
    // Servers differ in what they make of an end behind the object or of an empty range: they are
    // asked for exactly the bytes that there are.
    Optional<ObjectStat> stat = stat(key);
    return stat.isEmpty()
        ? Optional.empty()
        : open(key, Optional.of(new Part(stat.get(), range.get().of(stat.get().size()))));
  }

  /** Some bytes of an object that has been looked at. */
  private record Part(ObjectStat stat, ByteSlice slice) {
    String header() {
      return "bytes=" + slice.offset() + "-" + (slice.offset() + slice.length() - 1);
    }
  }

  private Optional<StoredObject> open(String key, Optional<Part> part) {
    GetObjectRequest.Builder request = GetObjectRequest.builder().bucket(options.bucket()).key(key);
    part.map(Part::header).ifPresent(request::range);
    if (options.checksums() == S3StoreOptions.Checksums.ALWAYS) {
      request.checksumMode(ChecksumMode.ENABLED);
    }
    Optional<Fetched> fetched = fetch(request.build(), Set.of(404));
    if (fetched.isEmpty()) {
      return Optional.empty();
    }
    GetObjectResponse head = fetched.get().head();
    S3Body body = fetched.get().body();
    try {
      ObjectStat stat = stat(key, head);
      return Optional.of(
          part.map(wanted -> opened(wanted, stat, head, body))
              .orElseGet(() -> new StoredObject(stat, ByteSlice.whole(stat.size()), body)));
    } catch (RuntimeException notAsAsked) {
      body.close();
      throw notAsAsked;
    }
  }

  /** An answer whose bytes are still to be read, or closed. */
  record Fetched(GetObjectResponse head, S3Body body) {}

  /**
   * Asks for an object.
   *
   * @param absent statuses that mean that there is none; every other no is a failure
   */
  Optional<Fetched> fetch(GetObjectRequest request, Set<Integer> absent) {
    S3Operation operation = request.versionId() == null ? S3Operation.GET : S3Operation.GET_VERSION;
    S3Calls.Place place = calls.enter(operation);
    try {
      ResponseInputStream<GetObjectResponse> answer = client.getObject(request);
      GetObjectResponse head = answer.response();
      return Optional.of(
          new Fetched(
              head,
              new S3Body(answer, head.contentLength(), place, options.limits().call().toNanos())));
    } catch (RuntimeException failed) {
      RuntimeException translated = place.failed(failed);
      if (translated instanceof S3Exception no) {
        if (absent.contains(no.statusCode())) {
          return Optional.empty();
        }
        throw calls.translated(operation, no);
      }
      throw translated;
    }
  }

  private static StoredObject opened(
      Part part, ObjectStat now, GetObjectResponse head, S3Body body) {
    boolean asAsked =
        head.contentLength() == part.slice().length()
            && Optional.ofNullable(head.contentRange())
                .orElse("")
                .startsWith("bytes " + part.slice().offset() + "-");
    if (!asAsked || !now.etag().equals(part.stat().etag())) {
      throw new StorageUnavailableException(
          "S3 gave another part of " + now.key() + " than it was asked for",
          new IllegalStateException("asked for " + part.header() + ", got " + head.contentRange()));
    }
    return new StoredObject(part.stat(), part.slice(), body);
  }

  static ObjectStat stat(String key, GetObjectResponse head) {
    return new ObjectStat(
        key,
        head.contentLength(),
        metadata(head.contentType(), head.cacheControl()),
        etag(head.eTag(), head.metadata()),
        lastModified(head.lastModified()));
  }

  /** Objects that others put there may lack what ours always have. */
  static ObjectMetadata metadata(@Nullable String contentType, @Nullable String cacheControl) {
    return new ObjectMetadata(
        Optional.ofNullable(contentType).orElse("application/octet-stream"),
        Optional.ofNullable(cacheControl).orElse("no-cache"));
  }

  /** With the word of the write: the same bytes, written anew, are another object. */
  private static String etag(@Nullable String etag, Map<String, String> userMetadata) {
    String word = userMetadata.getOrDefault(S3Writes.WRITE_WORD, "");
    return unquoted(Optional.ofNullable(etag).orElse("")) + (word.isEmpty() ? "" : "." + word);
  }

  static Instant lastModified(@Nullable Instant time) {
    return Optional.ofNullable(time).orElse(Instant.EPOCH);
  }
}
