package io.cameo.storage.s3;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/**
 * A real server that tests talk to.
 *
 * @param endpoint empty for Amazon's own
 */
public record S3Server(
    Optional<URI> endpoint,
    Optional<String> region,
    Optional<S3StoreOptions.Credentials> credentials,
    S3StoreOptions.Checksums checksums) {

  private static final AtomicLong BUCKETS = new AtomicLong();

  /** Patient enough for a loaded machine. */
  private static final S3StoreOptions.Limits LIMITS =
      S3StoreOptions.Limits.of(20, Duration.ofSeconds(30));

  public S3StoreOptions options(String bucket) {
    return new S3StoreOptions(
        bucket,
        new S3StoreOptions.Location(region, endpoint, endpoint.isPresent()),
        credentials,
        checksums,
        S3StoreOptions.Placement.OF_BUCKET,
        LIMITS);
  }

  /** A client past the store, for what the store does not do. */
  public S3Client client() {
    S3StoreOptions options = options("none");
    Region signedFor = S3Clients.region(options.location());
    return S3Clients.client(options, signedFor);
  }

  /** A new, empty bucket. */
  public String newBucket() {
    String name = "cameo-test-" + ProcessHandle.current().pid() + "-" + BUCKETS.incrementAndGet();
    try (S3Client client = client()) {
      client.createBucket(bucket -> bucket.bucket(name));
    }
    return name;
  }

  /** A new, empty bucket that keeps versions of what is deleted. */
  public String newVersionedBucket() {
    String name = newBucket();
    try (S3Client client = client()) {
      client.putBucketVersioning(
          put ->
              put.bucket(name)
                  .versioningConfiguration(as -> as.status(BucketVersioningStatus.ENABLED)));
    }
    return name;
  }

  /** The same server, reached at another address. */
  public S3Server at(URI address) {
    return new S3Server(Optional.of(address), region, credentials, checksums);
  }
}
