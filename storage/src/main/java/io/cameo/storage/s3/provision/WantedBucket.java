package io.cameo.storage.s3.provision;

import java.util.List;
import java.util.Optional;

/**
 * What the settings say of the bucket, beside what they say of its objects.
 *
 * @param distributions ARNs of the CloudFront distributions that may read pictures
 * @param uploads pages that may send pictures straight to the bucket
 * @param keeping what becomes of objects in time
 * @param replication where the pictures are copied to
 */
public record WantedBucket(
    List<String> distributions,
    Uploads uploads,
    Keeping keeping,
    Optional<Replication> replication) {

  public WantedBucket {
    distributions = List.copyOf(distributions);
  }

  /**
   * Direct uploads.
   *
   * @param origins web origins such as {@code https://app.example.org}
   * @param askedFor whether a setting is about them alone
   */
  public record Uploads(List<String> origins, boolean askedFor) {
    public Uploads {
      origins = List.copyOf(origins);
    }
  }

  /**
   * What becomes of objects in time.
   *
   * @param versioning whether the bucket keeps what is deleted for a while; empty: on Amazon's S3,
   *     and where a copy needs it
   * @param supersededDays how long that is
   * @param tiering whether pictures move to Intelligent-Tiering; empty: on Amazon's S3 only
   */
  public record Keeping(
      Optional<Boolean> versioning, int supersededDays, Optional<Boolean> tiering) {
    public Keeping {
      if (supersededDays < 1) {
        throw new IllegalArgumentException("a bucket counts in whole days, from 1 on");
      }
    }
  }

  /**
   * A copy in another bucket, made by the server.
   *
   * @param bucketArn the other bucket
   * @param roleArn the role by which the server copies
   * @param kmsKeyArn the key that the copies are encrypted with, where the pictures are with one
   */
  public record Replication(String bucketArn, String roleArn, Optional<String> kmsKeyArn) {}
}
