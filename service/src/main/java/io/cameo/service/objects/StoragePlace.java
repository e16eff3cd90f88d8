package io.cameo.service.objects;

import io.cameo.storage.ObjectStore;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import io.cameo.storage.s3.S3Store;
import io.cameo.storage.s3.S3StoreOptions.Location;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where pictures may be kept, by the name that the operator uses and the database remembers: {@code
 * disk:} and an absolute folder, or {@code s3://} and a bucket.
 */
public record StoragePlace(String name) {

  private static final String DISK = "disk";

  /** Where the settings keep them. */
  public static StoragePlace of(ObjectSettings settings) {
    return settings
        .bucket()
        .map(bucket -> new StoragePlace("s3://" + bucket.bucket()))
        .orElseGet(() -> disk(settings.folder()));
  }

  /**
   * The place that the operator names: {@code s3://bucket}, {@code disk} or {@code disk:FOLDER}.
   *
   * @throws BucketUnusableException if it is none
   */
  public static StoragePlace parse(String text, ObjectSettings settings) {
    if (text.equals(DISK)) {
      return disk(settings.folder());
    }
    if (text.startsWith(DISK + ":") && text.length() > DISK.length() + 1) {
      try {
        return disk(Path.of(text.substring(DISK.length() + 1)));
      } catch (InvalidPathException noPath) {
        throw new BucketUnusableException(List.of(text + " names no folder."));
      }
    }
    Optional<NamedBucket> bucket = NamedBucket.parse(text);
    if (bucket.isEmpty() || !bucket.get().prefix().isEmpty()) {
      throw new BucketUnusableException(
          List.of(text + " is no place for pictures: say s3://bucket, disk or disk:FOLDER."));
    }
    return new StoragePlace(bucket.get().toString());
  }

  private static StoragePlace disk(Path folder) {
    return new StoragePlace(DISK + ":" + folder.toAbsolutePath().normalize());
  }

  boolean isBucket() {
    return !name.startsWith(DISK + ":");
  }

  /** The folder of a place that is no bucket. */
  Path folder() {
    return Path.of(name.substring(DISK.length() + 1));
  }

  /**
   * Opens the store; nothing is asked of a server yet.
   *
   * @param elsewhere where S3 is for a node whose own settings keep pictures on disk
   * @param open opens a bucket
   */
  ObjectStore open(ObjectSettings settings, Optional<Location> elsewhere, Buckets open) {
    if (!isBucket()) {
      return DiskStore.open(folder(), new DiskStoreOptions(settings.reserveBytes()));
    }
    BucketAccess access = settings.access();
    if (settings.bucket().isEmpty() && elsewhere.isPresent()) {
      access = access.at(elsewhere.get());
    }
    if (access.fault().isPresent()) {
      throw new BucketUnusableException(List.of(access.fault().get()));
    }
    return open.open(access.to(NamedBucket.parse(name).orElseThrow().bucket()));
  }

  /** Opens a bucket, measured or not. */
  interface Buckets {
    S3Store open(io.cameo.storage.s3.S3StoreOptions options);
  }

  /** What to set so that a node keeps its pictures here. */
  public String setting() {
    return isBucket()
        ? "AWS_S3_BUCKET=" + name.substring("s3://".length())
        : "CAMEO_OBJECTS=" + name.substring(DISK.length() + 1) + " and no AWS_S3_BUCKET";
  }

  @Override
  public String toString() {
    return name;
  }
}
