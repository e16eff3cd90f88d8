package io.cameo.service.objects;

import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.StorageException;
import io.cameo.storage.regions.Region;
import io.cameo.storage.regions.RegionalStore;
import io.cameo.storage.s3.EarlierObject;
import io.cameo.storage.s3.S3Store;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Looks for an object that the home region has lost: in the replicas, then among the older versions
 * that a bucket with versioning keeps. Only the very bytes that were recorded are found.
 */
public final class LostObjects {

  private static final int LARGEST = 32 * 1024 * 1024;

  private final List<Region> regions;
  private final Optional<S3Store> single;

  private LostObjects(List<Region> regions, Optional<S3Store> single) {
    this.regions = List.copyOf(regions);
    this.single = single;
  }

  /** Where this store may have more than it shows. */
  public static LostObjects of(ObjectStore store) {
    return switch (store) {
      case RegionalStore all -> new LostObjects(all.regions(), Optional.empty());
      case S3Store bucket -> new LostObjects(List.of(), Optional.of(bucket));
      default -> new LostObjects(List.of(), Optional.empty());
    };
  }

  /** The store that has to have every object: the home region, or the only one. */
  public static ObjectStore homeOf(ObjectStore store) {
    return store instanceof RegionalStore all ? all.home().store() : store;
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
    List<String> faults = new ArrayList<>();
    for (Region region : regions) {
      if (!region.name().equals(Region.HOME)) {
        Optional<NewObject> found =
            tried(
                faults,
                "replica " + region.name(),
                () -> current(region.store(), key, bytes, sha256));
        if (found.isPresent()) {
          return new Search(found, "the replica " + region.name(), faults);
        }
      }
    }
    if (single.isPresent()) {
      String from = "an older version in the bucket";
      return new Search(
          tried(faults, from, () -> earlier(single.get(), key, bytes, sha256)), from, faults);
    }
    for (Region region : regions) {
      if (region.store() instanceof S3Store bucket) {
        String from = "an older version in the bucket of " + region.name();
        Optional<NewObject> found = tried(faults, from, () -> earlier(bucket, key, bytes, sha256));
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

  private static Optional<NewObject> current(
      ObjectStore store, String key, long bytes, String sha256) {
    try (var object = store.get(key).orElse(null)) {
      if (object == null || object.stat().size() != bytes) {
        return Optional.empty();
      }
      byte[] all = object.readAll(LARGEST);
      return isSame(all, sha256)
          ? Optional.of(new NewObject(key, all, object.stat().metadata()))
          : Optional.empty();
    }
  }

  private static Optional<NewObject> earlier(
      S3Store bucket, String key, long bytes, String sha256) {
    return bucket
        .earlier(key, bytes, all -> isSame(all, sha256))
        .map((EarlierObject was) -> new NewObject(key, was.bytes(), was.metadata()));
  }

  private static boolean isSame(byte[] bytes, String sha256) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
          .equals(sha256);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
