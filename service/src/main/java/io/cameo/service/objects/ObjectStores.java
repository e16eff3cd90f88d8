package io.cameo.service.objects;

import io.cameo.storage.ObjectStore;
import io.cameo.storage.s3.S3Store;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Opens the object store that the settings name, for the service and for commands alike. */
public final class ObjectStores {

  private ObjectStores() {}

  /**
   * The store in use for a command: nothing is measured.
   *
   * @param sql tells whether pictures are on their way to another store
   * @throws StorageMovedException if they are kept elsewhere
   */
  public static ObjectStore open(ObjectSettings settings, JdbcClient sql) {
    return open(settings, new StorageMoves(sql), S3Store::open, true);
  }

  /** One of the stores of a move, for whoever moves. */
  public static ObjectStore open(ObjectSettings settings, StoragePlace place, StorageMove move) {
    return place.open(settings, Optional.of(move.s3()), S3Store::open);
  }

  static MovingStore open(
      ObjectSettings settings,
      StorageMoves moves,
      StoragePlace.Buckets buckets,
      boolean readersAsk) {
    return new MovingStore(
        moves::current,
        StoragePlace.of(settings),
        wanted -> wanted.place().open(settings, wanted.move().map(StorageMove::s3), buckets),
        readersAsk,
        System::nanoTime);
  }
}
