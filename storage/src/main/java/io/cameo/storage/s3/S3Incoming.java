package io.cameo.storage.s3;

import io.cameo.storage.ByteSlice;
import io.cameo.storage.IncomingObjects;
import io.cameo.storage.KeyGrammar;
import io.cameo.storage.ObjectStat;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.StoredObject;
import io.cameo.storage.UploadForm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What clients put into the bucket. Where the bucket keeps versions an object is read by its
 * version's id, else on the condition that its ETag is still the same.
 */
final class S3Incoming implements IncomingObjects {

  /** What a bucket without versions calls the only one of an object. */
  private static final String NO_VERSION = "null";

  /** Pages of one key's versions; what is beyond is left to the next call. */
  private static final int MOST_PAGES = 20;

  private final String bucket;
  private final S3Client client;
  private final S3Calls calls;
  private final S3Reads reads;
  private final S3PostForms forms;
  private final S3Deletes deletes;

  S3Incoming(String bucket, S3Client client, S3Calls calls, S3Reads reads, S3PostForms forms) {
    this.bucket = bucket;
    this.client = client;
    this.calls = calls;
    this.reads = reads;
    this.forms = forms;
    this.deletes = new S3Deletes(bucket, client, calls);
  }

  @Override
  public UploadForm form(Wanted wanted, Instant now) {
    return forms.sign(wanted, now);
  }

  @Override
  public Optional<Arrived> look(String key) {
    return reads.head(KeyGrammar.requireKey(key)).map(head -> arrived(key, head));
  }

  private static Arrived arrived(String key, HeadObjectResponse head) {
    return new Arrived(
        key,
        head.contentLength(),
        Optional.ofNullable(head.contentType()).orElse(""),
        S3Reads.unquoted(Optional.ofNullable(head.eTag()).orElse("")),
        Optional.ofNullable(head.versionId()).filter(id -> !id.equals(NO_VERSION)));
  }

  @Override
  public Optional<StoredObject> open(Arrived arrived) {
    GetObjectRequest.Builder request =
        GetObjectRequest.builder().bucket(bucket).key(KeyGrammar.requireKey(arrived.key()));
    arrived
        .version()
        .ifPresentOrElse(request::versionId, () -> request.ifMatch('"' + arrived.etag() + '"'));
    return reads
        .fetch(request.build(), Set.of(404, 412))
        .map(
            fetched -> {
              ObjectStat stat = S3Reads.stat(arrived.key(), fetched.head());
              return new StoredObject(stat, ByteSlice.whole(stat.size()), fetched.body());
            });
  }

  @Override
  public void deleteAll(Collection<String> keys) {
    List<String> plain = new ArrayList<>();
    for (String key : keys) {
      Optional<Arrived> now = look(key);
      if (now.flatMap(Arrived::version).isPresent()) {
        deleteVersions(key);
      } else if (now.isPresent()) {
        plain.add(key);
      }
    }
    if (!plain.isEmpty()) {
      deletes.delete(plain);
    }
  }

  private void deleteVersions(String key) {
    for (int page = 0; page < MOST_PAGES; page++) {
      ListObjectVersionsResponse answer = versions(key);
      List<ObjectIdentifier> found = new ArrayList<>();
      answer.versions().stream()
          .filter(version -> version.key().equals(key))
          .forEach(version -> found.add(identifier(key, version.versionId())));
      answer.deleteMarkers().stream()
          .filter(marker -> marker.key().equals(key))
          .forEach(marker -> found.add(identifier(key, marker.versionId())));
      if (found.isEmpty()) {
        return;
      }
      deletes.deleteVersions(found);
    }
  }

  private ListObjectVersionsResponse versions(String key) {
    try {
      return calls.call(
          S3Operation.VERSIONS,
          () ->
              client.listObjectVersions(
                  of -> of.bucket(bucket).prefix(key).maxKeys(ObjectStore.MAX_PAGE)));
    } catch (S3Exception no) {
      throw calls.translated(S3Operation.VERSIONS, no);
    }
  }

  private static ObjectIdentifier identifier(String key, String version) {
    return ObjectIdentifier.builder().key(key).versionId(version).build();
  }
}
