package io.cameo.service.objects;

import io.cameo.storage.s3.BucketState;
import io.cameo.storage.s3.S3Store;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries everything that is needed of the bucket until it has once been proven, then only whether
 * the server answers.
 */
final class BucketCheck implements StoreCheck {

  private static final Logger LOG = LoggerFactory.getLogger(BucketCheck.class);

  private final S3Store bucket;
  private final Clock clock;
  private volatile boolean proven;

  BucketCheck(S3Store bucket, Clock clock) {
    this.bucket = bucket;
    this.clock = clock;
  }

  private Optional<String> take(BucketState state) {
    return switch (state) {
      case BucketState.Usable usable -> {
        usable.remarks().forEach(remark -> LOG.warn("{}", remark));
        proven = true;
        yield Optional.empty();
      }
      case BucketState.Unusable unusable -> {
        unusable.faults().forEach(fault -> LOG.error("{}", fault));
        yield Optional.of(String.join(" ", unusable.faults()));
      }
      case BucketState.Unknown unknown -> {
        String why = String.valueOf(unknown.why().getMessage());
        LOG.error("The bucket could not be tried, so this node is not ready: {}", why);
        yield Optional.of(why);
      }
    };
  }

  @Override
  public Optional<String> wrong() {
    if (!proven) {
      return take(bucket.probe(clock));
    }
    bucket.stat("health/probe");
    return Optional.empty();
  }
}
