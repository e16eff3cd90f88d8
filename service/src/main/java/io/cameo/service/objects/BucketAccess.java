package io.cameo.service.objects;

import io.cameo.storage.s3.S3StoreOptions;
import io.cameo.storage.s3.S3StoreOptions.Checksums;
import io.cameo.storage.s3.S3StoreOptions.Credentials;
import io.cameo.storage.s3.S3StoreOptions.Limits;
import io.cameo.storage.s3.S3StoreOptions.Location;
import io.cameo.storage.s3.S3StoreOptions.Placement;
import java.util.Optional;

/**
 * How this installation talks to S3, whichever bucket it is about.
 *
 * @param fault what is wrong with the credentials, as a sentence that begins with the setting
 */
public record BucketAccess(
    Location location,
    Optional<Credentials> credentials,
    Checksums checksums,
    Placement placement,
    Limits limits,
    Optional<String> fault) {

  /** The same at another place. */
  BucketAccess at(Location other) {
    return new BucketAccess(other, credentials, checksums, placement, limits, fault);
  }

  /** What a store needs for one bucket. */
  S3StoreOptions to(String bucket) {
    return new S3StoreOptions(bucket, location, credentials, checksums, placement, limits);
  }
}
