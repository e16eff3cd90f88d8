package io.cameo.service.objects;

import io.cameo.storage.StorageException;
import io.cameo.storage.s3.BucketState;
import io.cameo.storage.s3.S3Store;
import io.cameo.storage.s3.S3StoreOptions;
import java.time.Clock;
import java.util.List;

/**
 * Tries before anything else starts whether everything that is needed may be done in the bucket. A
 * server that does not answer stops nothing: the node waits, not ready, until it does.
 */
public final class BucketStart {

  private BucketStart() {}

  /**
   * Looks at the bucket, if there is one.
   *
   * @throws BucketUnusableException when somebody has to change something
   */
  public static void require(ObjectSettings settings, Clock clock) {
    settings.bucket().ifPresent(options -> require(options, clock));
  }

  private static void require(S3StoreOptions options, Clock clock) {
    try (S3Store bucket = S3Store.open(options)) {
      if (bucket.probe(clock) instanceof BucketState.Unusable unusable) {
        throw new BucketUnusableException(unusable.faults());
      }
    } catch (StorageException nowhere) {
      throw new BucketUnusableException(List.of(String.valueOf(nowhere.getMessage())));
    }
  }
}
