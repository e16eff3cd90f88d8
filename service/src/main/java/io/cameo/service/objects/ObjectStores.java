package io.cameo.service.objects;

import io.cameo.storage.ObjectStore;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import io.cameo.storage.regions.Region;
import io.cameo.storage.regions.RegionJournal;
import io.cameo.storage.regions.RegionalStore;
import io.cameo.storage.s3.S3Call;
import io.cameo.storage.s3.S3Store;
import io.cameo.storage.s3.S3StoreOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Opens the object store that the settings name, for the service and for commands alike. */
public final class ObjectStores {

  private ObjectStores() {}

  /** For a command: nothing is measured, and a region that is away fails what has to be whole. */
  public static ObjectStore open(ObjectSettings settings) {
    return open(settings, region -> call -> {}, RegionJournal.NONE);
  }

  /**
   * @param listeners who hears of the calls to a region
   */
  static ObjectStore open(
      ObjectSettings settings, Function<String, S3Call.Listener> listeners, RegionJournal journal) {
    if (settings.bucket().isEmpty()) {
      return DiskStore.open(settings.folder(), new DiskStoreOptions(settings.reserveBytes()));
    }
    S3StoreOptions home = settings.bucket().get();
    RegionSettings regions = settings.regions();
    if (regions.replicas().isEmpty()) {
      return S3Store.open(home, listeners.apply(Region.HOME));
    }
    List<Region> replicas =
        regions.replicas().stream()
            .map(each -> region(each.name(), each.options(), regions, listeners))
            .toList();
    Optional<Region> secondary =
        regions
            .secondary()
            .flatMap(
                name -> replicas.stream().filter(each -> each.name().equals(name)).findFirst());
    return new RegionalStore(
        region(Region.HOME, home, regions, listeners), replicas, secondary, journal);
  }

  private static Region region(
      String name,
      S3StoreOptions options,
      RegionSettings regions,
      Function<String, S3Call.Listener> listeners) {
    S3Call.Listener listener = listeners.apply(name);
    S3StoreOptions impatient =
        new S3StoreOptions(
            options.bucket(),
            options.location(),
            options.credentials(),
            options.checksums(),
            options.placement(),
            regions.reading(options.limits()));
    return new Region(
        name, S3Store.open(impatient, listener), S3Store.open(options, listener), System::nanoTime);
  }
}
