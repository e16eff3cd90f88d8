package io.cameo.service.objects;

import io.cameo.storage.StorageException;
import io.cameo.storage.s3.BucketState;
import io.cameo.storage.s3.S3Store;
import io.cameo.storage.s3.S3StoreOptions;
import java.time.Clock;
import java.util.List;

/**
 * Tries before anything else starts whether everything that is needed may be done in the bucket and
 * its replicas. A server that does not answer stops nothing: the node waits, not ready, until one
 * of them does.
 */
public final class BucketStart {

  private BucketStart() {}

  /**
   * Looks at the bucket, if there is one.
   *
   * @throws BucketUnusableException when somebody has to change something
   */
  public static void require(ObjectSettings settings, Clock clock) {
    settings.bucket().ifPresent(options -> require(options, "", clock));
    for (RegionSettings.Replica replica : settings.regions().replicas()) {
      require(replica.options(), "Replica " + replica.name() + ": ", clock);
    }
  }

  private static void require(S3StoreOptions options, String which, Clock clock) {
    try (S3Store bucket = S3Store.open(options)) {
      if (bucket.probe(clock) instanceof BucketState.Unusable unusable) {
        throw new BucketUnusableException(
            unusable.faults().stream().map(fault -> which + fault).toList());
      }
    } catch (StorageException nowhere) {
      throw new BucketUnusableException(List.of(which + nowhere.getMessage()));
    }
  }
}
