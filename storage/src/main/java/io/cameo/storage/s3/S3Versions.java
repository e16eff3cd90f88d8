package io.cameo.storage.s3;

import io.cameo.storage.ByteSlice;
import io.cameo.storage.ObjectStat;
import io.cameo.storage.StoredObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a bucket with versioning keeps of deleted objects, under their delete markers. */
final class S3Versions {

  /** Versions of one key that are looked at; a key is written once, so two are many already. */
  private static final int MOST = 100;

  private static final int LONGEST = 64 * 1024 * 1024;

  private final String bucket;
  private final S3Client client;
  private final S3Calls calls;
  private final S3Reads reads;

  S3Versions(String bucket, S3Client client, S3Calls calls, S3Reads reads) {
    this.bucket = bucket;
    this.client = client;
    this.calls = calls;
    this.reads = reads;
  }

  Optional<EarlierObject> find(String key, long length, Predicate<byte[]> isWanted) {
    for (ObjectVersion version : versions(key)) {
      boolean fits =
          key.equals(version.key())
              && Optional.ofNullable(version.size()).orElse(-1L) == length
              && length <= LONGEST;
      if (fits) {
        Optional<EarlierObject> read = read(key, version.versionId());
        if (read.isPresent() && isWanted.test(read.get().bytes())) {
          return read;
        }
      }
    }
    return Optional.empty();
  }

  private List<ObjectVersion> versions(String key) {
    try {
      ListObjectVersionsResponse answer =
          calls.call(
              S3Operation.VERSIONS,
              () ->
                  client.listObjectVersions(list -> list.bucket(bucket).prefix(key).maxKeys(MOST)));
      return answer.versions();
    } catch (S3Exception no) {
      throw calls.translated(S3Operation.VERSIONS, no);
    }
  }

  private Optional<EarlierObject> read(String key, String version) {
    GetObjectRequest request =
        GetObjectRequest.builder().bucket(bucket).key(key).versionId(version).build();
    Optional<S3Reads.Fetched> fetched = reads.fetch(request, Set.of(404));
    if (fetched.isEmpty()) {
      return Optional.empty();
    }
    ObjectStat stat = S3Reads.stat(key, fetched.get().head());
    try (StoredObject object =
        new StoredObject(stat, ByteSlice.whole(stat.size()), fetched.get().body())) {
      return Optional.of(new EarlierObject(object.readAll(LONGEST), stat.metadata(), version));
    }
  }
}
