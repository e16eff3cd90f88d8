package io.cameo.service.objects;

import java.time.Duration;

/** What becomes of the bytes of objects that Cameo has deleted from its store. */
public sealed interface ObjectVersionLife {

  /** They are gone. */
  record None() implements ObjectVersionLife {}

  /** A bucket with versioning, as {@code ./cameo provision} sets it, keeps them so long. */
  record Kept(Duration life) implements ObjectVersionLife {}

  /** The bucket is set by others. */
  record Unknown() implements ObjectVersionLife {}

  /** As the settings say. */
  static ObjectVersionLife of(ObjectSettings objects, BucketSettings bucket) {
    if (objects.bucket().isEmpty()) {
      return new None();
    }
    boolean ours =
        bucket
            .wanted()
            .keeping()
            .versioning()
            .orElse(objects.bucket().get().location().endpoint().isEmpty());
    // Versions stay for whole days, counted from the midnight that follows.
    return ours
        ? new Kept(Duration.ofDays(bucket.wanted().keeping().supersededDays() + 1L))
        : new Unknown();
  }
}
