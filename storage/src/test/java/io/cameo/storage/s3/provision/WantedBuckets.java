package io.cameo.storage.s3.provision;

import io.cameo.storage.s3.provision.WantedBucket.Keeping;
import io.cameo.storage.s3.provision.WantedBucket.Replication;
import io.cameo.storage.s3.provision.WantedBucket.Uploads;
import java.util.List;
import java.util.Optional;

/** Wishes that tests have. */
final class WantedBuckets {

  static final String DISTRIBUTION = "arn:aws:cloudfront::123456789012:distribution/E2EXAMPLE";
  static final String ORIGIN = "https://app.example.org";
  static final Replication COPY =
      new Replication(
          "arn:aws:s3:::acme-copy", "arn:aws:iam::123456789012:role/copy", Optional.empty());

  private WantedBuckets() {}

  /** Nothing but what is always wanted. */
  static WantedBucket plain() {
    return new WantedBucket(
        List.of(),
        new Uploads(List.of(), false),
        new Keeping(Optional.empty(), 7, Optional.empty()),
        Optional.empty());
  }

  /** Everything that there is to want. */
  static WantedBucket everything() {
    return new WantedBucket(
        List.of(DISTRIBUTION),
        new Uploads(List.of(ORIGIN), true),
        new Keeping(Optional.of(true), 30, Optional.of(true)),
        Optional.of(COPY));
  }

  /** Direct uploads from one page, and old versions that are gone after a day. */
  static WantedBucket uploads() {
    return new WantedBucket(
        List.of(),
        new Uploads(List.of(ORIGIN), true),
        new Keeping(Optional.empty(), 1, Optional.empty()),
        Optional.empty());
  }
}
