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
 * @param regions the replicas of the bucket
 */
public record ObjectSettings(
    Path folder, long reserveBytes, Optional<S3StoreOptions> bucket, RegionSettings regions) {

  private static final Option<Long> RESERVE =
      Options.number(
          "CAMEO_DISK_RESERVE",
          268_435_456,
          0,
          1L << 50,
          "Free bytes that uploads leave on the disk of CAMEO_DATA; beyond it they are refused.");

  public static ObjectSettings from(Settings settings, Path data) {
    long reserve = settings.get(RESERVE);
    Optional<S3StoreOptions> bucket = S3Settings.from(settings);
    return new ObjectSettings(
        data.resolve("objects"), reserve, bucket, RegionSettings.from(settings, bucket));
  }
}
