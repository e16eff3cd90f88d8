package io.cameo.service.objects;

import io.cameo.storage.ObjectStore;
import io.cameo.storage.s3.S3Store;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at the store that pictures go to at the moment. */
final class CurrentStoreCheck implements StoreCheck {

  private final MovingStore objects;
  private final Clock clock;
  private @Nullable ObjectStore looked;
  private @Nullable StoreCheck check;

  CurrentStoreCheck(MovingStore objects, Clock clock) {
    this.objects = objects;
    this.clock = clock;
  }

  @Override
  public Optional<String> wrong() {
    return current().wrong();
  }

  private synchronized StoreCheck current() {
    ObjectStore now = objects.currentStore();
    StoreCheck known = check;
    if (known == null || looked != now) {
      known = now instanceof S3Store bucket ? new BucketCheck(bucket, clock) : new DiskCheck(now);
      looked = now;
      check = known;
    }
    return known;
  }
}
