package io.cameo.service.objects;

import io.cameo.storage.ObjectStore;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import io.cameo.storage.s3.S3Store;
import io.micrometer.core.instrument.MeterRegistry;

/** Opens the object store that the settings name, for the service and for commands alike. */
public final class ObjectStores {

  private ObjectStores() {}

  /** For a command: nothing is measured. */
  public static ObjectStore open(ObjectSettings settings) {
    return settings.bucket().<ObjectStore>map(S3Store::open).orElseGet(() -> disk(settings));
  }

  /** For the service: every call of a bucket is measured. */
  static ObjectStore open(ObjectSettings settings, MeterRegistry metrics) {
    return settings
        .bucket()
        .<ObjectStore>map(bucket -> S3Store.open(bucket, new S3Metrics(metrics)))
        .orElseGet(() -> disk(settings));
  }

  private static ObjectStore disk(ObjectSettings settings) {
    return DiskStore.open(settings.folder(), new DiskStoreOptions(settings.reserveBytes()));
  }
}
