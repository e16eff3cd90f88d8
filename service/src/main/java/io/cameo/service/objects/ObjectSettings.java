package io.cameo.service.objects;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import io.cameo.storage.s3.S3StoreOptions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where objects are stored.
 *
 * @param folder root of the disk store
 * @param reserveBytes free bytes that the disk store leaves to others
 * @param bucket the bucket that is used instead of the disk
 * @param access how S3 is reached, for this bucket and for one that a command is told
 * @param regions the replicas of the bucket
 */
public record ObjectSettings(
    Path folder,
    long reserveBytes,
    Optional<S3StoreOptions> bucket,
    BucketAccess access,
    RegionSettings regions) {

  private static final Option<Long> RESERVE =
      Options.number(
          "CAMEO_DISK_RESERVE",
          268_435_456,
          0,
          1L << 50,
          "Free bytes that uploads leave on the disk of CAMEO_DATA; beyond it they are refused.");

  private static final Option<Optional<Path>> FOLDER =
      new Option<>(
          "CAMEO_OBJECTS",
          "the path of a folder",
          "",
          "Folder for pictures on disk. Without it, the folder objects in CAMEO_DATA.",
          text ->
              text.isEmpty()
                  ? Optional.empty()
                  : Optional.of(Path.of(text).toAbsolutePath().normalize()));

  public static ObjectSettings from(Settings settings, Path data) {
    Path folder = settings.get(FOLDER).orElse(data.resolve("objects").toAbsolutePath().normalize());
    long reserve = settings.get(RESERVE);
    BucketAccess access = S3Settings.access(settings);
    Optional<S3StoreOptions> bucket = S3Settings.bucket(settings, access);
    return new ObjectSettings(
        folder, reserve, bucket, access, RegionSettings.from(settings, bucket));
  }

  /** Refuses what a service would not use. */
  public static void refuseUnused(Settings settings) {
    S3Settings.refuseUnused(settings);
  }
}
