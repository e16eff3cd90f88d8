package io.cameo.storage.s3;

import io.cameo.storage.StorageUnavailableException;
import java.io.FilterInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket that somebody else has filled, to be read only: its keys follow no grammar of ours. */
public final class ForeignBucket implements AutoCloseable {

  private final String bucket;
  private final S3Client client;
  private final S3Calls calls;
  private final S3Reads reads;

  private ForeignBucket(S3StoreOptions options) {
    software.amazon.awssdk.regions.Region region = S3Clients.region(options.location());
    this.bucket = options.bucket();
    this.client = S3Clients.client(options, region);
    BucketAdvice advice = new BucketAdvice(options, region.id());
    this.calls = new S3Calls(options.limits(), new S3Errors(advice), call -> {});
    this.reads = new S3Reads(options, client, calls);
  }

  /**
   * Makes the client; nothing is asked of the server yet.
   *
   * @throws StorageUnavailableException if it cannot be found out where the bucket is
   */
  public static ForeignBucket open(S3StoreOptions options) {
    return new ForeignBucket(options);
  }

  /** Hands over the keys below a prefix, page by page. */
  public void list(String prefix, Consumer<String> each) {
    Optional<String> token = Optional.empty();
    do {
      ListObjectsV2Request.Builder request =
          ListObjectsV2Request.builder().bucket(bucket).prefix(prefix);
      token.ifPresent(request::continuationToken);
      ListObjectsV2Response page = ask(request.build());
      List<String> keys = new ArrayList<>();
      for (S3Object object : page.contents()) {
        keys.add(object.key());
      }
      keys.forEach(each);
      token =
          Boolean.TRUE.equals(page.isTruncated())
              ? Optional.ofNullable(page.nextContinuationToken())
              : Optional.empty();
    } while (token.isPresent());
  }

  private ListObjectsV2Response ask(ListObjectsV2Request request) {
    try {
      return calls.call(S3Operation.LIST, () -> client.listObjectsV2(request));
    } catch (S3Exception no) {
      throw calls.translated(S3Operation.LIST, no);
    }
  }

  /** Opens an object; empty if there is none. The stream fails when it takes too long. */
  public Optional<InputStream> open(String key) {
    return reads
        .fetch(GetObjectRequest.builder().bucket(bucket).key(key).build(), Set.of(404))
        .map(fetched -> new FilterInputStream(fetched.body()) {});
  }

  @Override
  public void close() {
    client.close();
  }
}
