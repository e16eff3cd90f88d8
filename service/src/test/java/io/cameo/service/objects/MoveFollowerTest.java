package io.cameo.service.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.database.TestDatabase;
import io.cameo.storage.ByteRange;
import io.cameo.storage.ListPage;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectStat;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.StoredObject;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import io.cameo.storage.s3.S3StoreOptions.Location;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MoveFollowerTest {

  private static final StoragePlace OLD = new StoragePlace("disk:/old");
  private static final StoragePlace NEW = new StoragePlace("disk:/new");

  /** Breaks off the first look in a way that no store should, and tells of every one. */
  private record Broken(ObjectStore real, BlockingQueue<String> looks) implements ObjectStore {

    @Override
    public Optional<ObjectStat> stat(String key) {
      boolean first = looks.isEmpty();
      looks.add(key);
      if (first) {
        throw new IllegalStateException("broken");
      }
      return real.stat(key);
    }

    @Override
    public void put(NewObject object) {
      real.put(object);
    }

    @Override
    public Optional<StoredObject> get(String key, Optional<ByteRange> range) {
      return real.get(key, range);
    }

    @Override
    public void deleteAll(Collection<String> keys) {
      real.deleteAll(keys);
    }

    @Override
    public ListPage list(String prefix, Optional<String> startAfter, int max) {
      return real.list(prefix, startAfter, max);
    }

    @Override
    public void close() {
      real.close();
    }
  }

  @Test
  void aTrialThatBreaksOffIsSaidAndMadeAgain(@TempDir Path folder) throws Exception {
    BlockingQueue<String> looks = new LinkedBlockingQueue<>();
    try (TestDatabase database = TestDatabase.open()) {
      StorageMoves moves = new StorageMoves(database.sql());
      moves.begin(
          new StorageMove(
              UUID.randomUUID(),
              OLD,
              NEW,
              new Location(Optional.empty(), Optional.empty(), false),
              StorageMove.Phase.COPYING,
              Optional.empty()));
      StorageMove move = moves.current().orElseThrow();
      try (MovingStore store =
          new MovingStore(
              moves::current,
              OLD,
              wanted -> {
                ObjectStore disk =
                    DiskStore.open(
                        folder.resolve(wanted.place().name().substring("disk:/".length())),
                        new DiskStoreOptions(0));
                return wanted.place().equals(OLD) ? disk : new Broken(disk, looks);
              },
              false,
              System::nanoTime)) {
        MoveFollower follower =
            new MoveFollower(store, moves, Clock.systemUTC(), UUID.randomUUID());
        follower.start();
        try {
          await(moves, fault -> fault.filter(words -> words.contains("broken")).isPresent());
          await(moves, Optional::isEmpty);
          assertThat(moves.nodes().getFirst().follows(move)).isTrue();
        } finally {
          follower.stop();
        }
      }
    }
  }

  private interface Fault {
    boolean isWanted(Optional<String> fault);
  }

  private static void await(StorageMoves moves, Fault wanted) {
    while (true) {
      List<StorageMoves.Node> nodes = moves.nodes();
      if (nodes.size() == 1 && wanted.isWanted(nodes.getFirst().fault())) {
        return;
      }
      Thread.onSpinWait();
    }
  }
}
