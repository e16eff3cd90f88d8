package io.cameo.service.objects;

import io.cameo.storage.ObjectStore;
import io.cameo.storage.regions.Region;
import io.cameo.storage.regions.RegionJournal;
import io.cameo.storage.regions.RegionalStore;
import io.cameo.storage.s3.S3Call;
import io.cameo.storage.s3.S3Store;
import io.cameo.storage.s3.S3StoreOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Opens the object store that the settings name, for the service and for commands alike. */
public final class ObjectStores {

  private ObjectStores() {}

  /**
   * How stores are opened.
   *
   * @param buckets opens a bucket without replicas
   * @param listeners who hears of the calls to a region
   * @param journal where it is kept what a region that is away still has to do
   */
  record Ways(
      StoragePlace.Buckets buckets,
      Function<String, S3Call.Listener> listeners,
      RegionJournal journal) {

    /** Nothing is measured, and a region that is away fails what has to be whole. */
    static final Ways OF_A_COMMAND =
        new Ways(S3Store::open, region -> call -> {}, RegionJournal.NONE);
  }

  /**
   * The store in use for a command.
   *
   * @param sql tells whether pictures are on their way to another store
   * @throws StorageMovedException if they are kept elsewhere
   * @throws PicturesMissingException if none is where all have to be
   */
  public static ObjectStore open(ObjectSettings settings, JdbcClient sql) {
    return open(
        settings,
        new StorageMoves(sql),
        Ways.OF_A_COMMAND,
        place -> DiskStart.require(place, sql),
        true);
  }

  /** The same for a command that brings the pictures back, to wherever they were lost. */
  public static ObjectStore openToFill(ObjectSettings settings, JdbcClient sql) {
    return open(settings, new StorageMoves(sql), Ways.OF_A_COMMAND, place -> {}, true);
  }

  /** One of the stores of a move, for whoever moves. */
  public static ObjectStore open(ObjectSettings settings, StoragePlace place, StorageMove move) {
    return place.open(settings, Optional.of(move.s3()), S3Store::open);
  }

  /**
   * @param whole looks at the place that has to have all pictures, before it is opened
   */
  static MovingStore open(
      ObjectSettings settings,
      StorageMoves moves,
      Ways ways,
      Consumer<StoragePlace> whole,
      boolean readersAsk) {
    StoragePlace configured = StoragePlace.of(settings);
    Optional<S3StoreOptions> home =
        settings.bucket().filter(bucket -> !settings.regions().replicas().isEmpty());
    return new MovingStore(
        moves::current,
        configured,
        wanted -> {
          if (home.isPresent() && wanted.place().equals(configured)) {
            return regional(home.get(), settings.regions(), ways);
          }
          // The other place of a move may have none yet, or none any more.
          if (wanted.move().map(StorageMove::current).orElse(configured).equals(wanted.place())) {
            whole.accept(wanted.place());
          }
          return wanted.place().open(settings, wanted.move().map(StorageMove::s3), ways.buckets());
        },
        readersAsk,
        System::nanoTime);
  }

  /** The bucket of the settings with its replicas. */
  static RegionalStore regional(S3StoreOptions home, RegionSettings regions, Ways ways) {
    List<Region> replicas =
        regions.replicas().stream()
            .map(each -> region(each.name(), each.options(), regions, ways))
            .toList();
    Optional<Region> secondary =
        regions
            .secondary()
            .flatMap(
                name -> replicas.stream().filter(each -> each.name().equals(name)).findFirst());
    return new RegionalStore(
        region(Region.HOME, home, regions, ways), replicas, secondary, ways.journal());
  }

  private static Region region(
      String name, S3StoreOptions options, RegionSettings regions, Ways ways) {
    S3Call.Listener listener = ways.listeners().apply(name);
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
