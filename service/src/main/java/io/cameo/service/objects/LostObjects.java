package io.cameo.service.objects;

import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.StorageException;
import io.cameo.storage.regions.Region;
import io.cameo.storage.regions.RegionalStore;
import io.cameo.storage.s3.EarlierObject;
import io.cameo.storage.s3.S3Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks for an object that the home region has lost: in the replicas, then among the older versions
 * that a bucket with versioning keeps. Only the very bytes that were recorded are found.
 */
public final class LostObjects {

  private final List<Region> regions;
  private final List<S3Store> buckets;

  private LostObjects(List<Region> regions, List<S3Store> buckets) {
    this.regions = List.copyOf(regions);
    this.buckets = List.copyOf(buckets);
  }

  /** Where this store may have more than it shows. */
  public static LostObjects of(ObjectStore store) {
    List<Region> regions = new ArrayList<>();
    List<S3Store> buckets = new ArrayList<>();
    for (ObjectStore each : parts(store)) {
      switch (each) {
        case RegionalStore all -> regions.addAll(all.regions());
        case S3Store bucket -> buckets.add(bucket);
        default -> {
          // A disk keeps nothing that it does not show.
        }
      }
    }
    return new LostObjects(regions, buckets);
  }

  /** Two while pictures move. */
  private static List<ObjectStore> parts(ObjectStore store) {
    return store instanceof MovingStore moving ? moving.stores() : List.of(store);
  }

  /**
   * The store that has to have every object: the home region, the only one, or, while pictures
   * move, both of the move as one.
   */
  public static ObjectStore homeOf(ObjectStore store) {
    List<ObjectStore> parts = parts(store);
    return parts.size() == 1 && parts.getFirst() instanceof RegionalStore all
        ? all.home().store()
        : store;
  }

  /**
   * What a search came to.
   *
   * @param object as it was, when it was found
   * @param from where, in words
   * @param faults places that could not be searched, with the reason
   */
  public record Search(Optional<NewObject> object, String from, List<String> faults) {
    public Search {
      faults = List.copyOf(faults);
    }
  }

  /** Searches for an object by what was recorded of it. */
  public Search find(String key, long bytes, String sha256) {
    RecordedBytes recorded = new RecordedBytes(key, bytes, sha256);
    List<String> faults = new ArrayList<>();
    for (Region region : regions) {
      if (!region.name().equals(Region.HOME)) {
        Optional<NewObject> found =
            tried(faults, "replica " + region.name(), () -> recorded.in(region.store()));
        if (found.isPresent()) {
          return new Search(found, "the replica " + region.name(), faults);
        }
      }
    }
    for (S3Store bucket : buckets) {
      String from = "an older version in the bucket";
      Optional<NewObject> found = tried(faults, from, () -> earlier(bucket, recorded));
      if (found.isPresent()) {
        return new Search(found, from, faults);
      }
    }
    for (Region region : regions) {
      if (region.store() instanceof S3Store bucket) {
        String from = "an older version in the bucket of " + region.name();
        Optional<NewObject> found = tried(faults, from, () -> earlier(bucket, recorded));
        if (found.isPresent()) {
          return new Search(found, from, faults);
        }
      }
    }
    return new Search(Optional.empty(), "", faults);
  }

  private interface Place {
    Optional<NewObject> look();
  }

  private static Optional<NewObject> tried(List<String> faults, String where, Place place) {
    try {
      return place.look();
    } catch (StorageException closed) {
      faults.add(where + " could not be searched: " + closed.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<NewObject> earlier(S3Store bucket, RecordedBytes recorded) {
    return bucket
        .earlier(recorded.key(), recorded.length(), recorded::are)
        .map((EarlierObject was) -> new NewObject(recorded.key(), was.bytes(), was.metadata()));
  }
}
