package io.cameo.service.objects;

import io.cameo.storage.IncomingObjects;
import io.cameo.storage.StoredObject;
import io.cameo.storage.UploadForm;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What clients sent, wherever pictures are at the moment. Forms are for the bucket of this node's
 * own settings, which is set up for browsers; what has arrived is found in either bucket, because
 * the node that gave the form may have had other settings.
 */
final class MovingIncoming implements IncomingObjects {

  private final IncomingObjects own;
  private final Supplier<List<Bucket>> all;

  /** A place that counts now; only opened when it is asked. */
  interface Bucket {
    /** Empty for a place that takes nothing from clients. */
    Optional<IncomingObjects> incoming();
  }

  /**
   * @param own of the store that the settings name
   * @param all of every store that counts now, this one among them
   */
  MovingIncoming(IncomingObjects own, Supplier<List<Bucket>> all) {
    this.own = own;
    this.all = all;
  }

  @Override
  public UploadForm form(Wanted wanted, Instant now) {
    return own.form(wanted, now);
  }

  @Override
  public Optional<Arrived> look(String key) {
    for (Bucket bucket : all.get()) {
      Optional<Arrived> arrived = bucket.incoming().flatMap(each -> each.look(key));
      if (arrived.isPresent()) {
        return arrived;
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<StoredObject> open(Arrived arrived) {
    List<Bucket> buckets = all.get();
    if (buckets.size() == 1) {
      return buckets.getFirst().incoming().flatMap(each -> each.open(arrived));
    }
    for (Bucket bucket : buckets) {
      Optional<IncomingObjects> each = bucket.incoming();
      // A version's name means something only in the bucket that gave it.
      if (each.isPresent() && each.get().look(arrived.key()).isPresent()) {
        return each.get().open(arrived);
      }
    }
    return Optional.empty();
  }

  @Override
  public void deleteAll(Collection<String> keys) {
    all.get().forEach(bucket -> bucket.incoming().ifPresent(each -> each.deleteAll(keys)));
  }
}
