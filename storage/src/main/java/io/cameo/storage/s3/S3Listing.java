package io.cameo.storage.s3;

import io.cameo.storage.KeyGrammar;
import io.cameo.storage.ListPage;
import io.cameo.storage.ObjectSummary;
import io.cameo.storage.StorageUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists the bucket. Whether more lies behind a page is what the server says, never what the page's
 * length suggests. Keys that are none of ours ({@link KeyGrammar}) are passed over.
 */
final class S3Listing {

  /** Pages in a row without one key of ours: so many strangers mean the wrong bucket. */
  private static final int STRANGE_PAGES = 10_000;

  private final String bucket;
  private final S3Client client;
  private final S3Calls calls;

  S3Listing(String bucket, S3Client client, S3Calls calls) {
    this.bucket = bucket;
    this.client = client;
    this.calls = calls;
  }

  ListPage page(String prefix, Optional<String> startAfter, int max) {
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder().bucket(bucket).prefix(prefix).maxKeys(max);
    startAfter.ifPresent(request::startAfter);
    for (int page = 0; page < STRANGE_PAGES; page++) {
      ListObjectsV2Response answer = ask(request.build());
      List<ObjectSummary> ours = new ArrayList<>();
      for (S3Object object : answer.contents()) {
        if (KeyGrammar.isKey(object.key())) {
          ours.add(new ObjectSummary(object.key(), object.size(), object.lastModified()));
        }
      }
      boolean more = Boolean.TRUE.equals(answer.isTruncated());
      if (!ours.isEmpty() || !more) {
        return new ListPage(ours, more ? Optional.of(ours.getLast().key()) : Optional.empty());
      }
      String token = answer.nextContinuationToken();
      if (token == null || token.isEmpty()) {
        throw new StorageUnavailableException(
            "S3 says that its listing goes on, and not where; Cameo cannot use this server");
      }
      request.continuationToken(token);
    }
    throw new StorageUnavailableException(
        "the bucket "
            + bucket
            + " is full of objects that are not Cameo's: give it its own bucket");
  }

  private ListObjectsV2Response ask(ListObjectsV2Request request) {
    try {
      return calls.call(S3Operation.LIST, () -> client.listObjectsV2(request));
    } catch (S3Exception no) {
      throw calls.translated(S3Operation.LIST, no);
    }
  }
}
