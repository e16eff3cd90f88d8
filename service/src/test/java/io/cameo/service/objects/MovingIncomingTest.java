package io.cameo.service.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.storage.IncomingObjects;
import io.cameo.storage.IncomingObjects.Arrived;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.StoredObject;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import io.cameo.storage.s3.S3Proxy;
import io.cameo.storage.s3.S3Store;
import io.cameo.storage.s3.S3StoreOptions.Location;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients send straight to a bucket, while pictures move from one to another. */
@Timeout(60)
class MovingIncomingTest {

  private static final String TO_OLD = "incoming/0123456789abcdef0123456789abcdef";
  private static final String TO_NEW = "incoming/fedcba9876543210fedcba9876543210";

  @TempDir private Path folder;
  private final String oldBucket = S3Proxy.server().newBucket();
  private final String newBucket = S3Proxy.server().newBucket();
  private final StoragePlace source = new StoragePlace("s3://" + oldBucket);
  private final StoragePlace target = new StoragePlace("s3://" + newBucket);
  private final StoragePlace disk = new StoragePlace("disk:/pictures");

  private ObjectStore open(StoragePlace place) {
    return place.isBucket()
        ? S3Store.open(S3Proxy.server().options(place.name().substring("s3://".length())))
        : DiskStore.open(folder, new DiskStoreOptions(0));
  }

  private MovingStore moving(StoragePlace to, StoragePlace configured) {
    StorageMove move =
        new StorageMove(
            new UUID(1, 1),
            source,
            to,
            new Location(Optional.empty(), Optional.empty(), false),
            StorageMove.Phase.SWITCHED,
            Optional.empty());
    return new MovingStore(
        () -> Optional.of(move),
        configured,
        wanted -> open(wanted.place()),
        false,
        System::nanoTime);
  }

  private static void send(ObjectStore bucket, String key) {
    bucket.put(
        new NewObject(
            key,
            key.getBytes(StandardCharsets.UTF_8),
            new ObjectMetadata("image/png", "no-cache")));
  }

  @Test
  void whatWasSentToEitherBucketIsFoundOnceAndRemovedFromBoth() throws Exception {
    try (ObjectStore before = open(source);
        ObjectStore after = open(target);
        MovingStore store = moving(target, source)) {
      IncomingObjects incoming = store.incoming().orElseThrow();
      send(before, TO_OLD);
      send(after, TO_NEW);

      for (String key : List.of(TO_OLD, TO_NEW)) {
        Arrived arrived = incoming.look(key).orElseThrow();
        try (StoredObject object = incoming.open(arrived).orElseThrow()) {
          assertThat(object.readAll(100)).asString().isEqualTo(key);
        }
      }
      incoming.deleteAll(List.of(TO_OLD, TO_NEW));

      assertThat(incoming.look(TO_OLD)).isEmpty();
      assertThat(before.stat(TO_OLD)).isEmpty();
      assertThat(after.stat(TO_NEW)).isEmpty();
    }
  }

  @Test
  void formsAreForTheBucketThatTheSettingsName() {
    IncomingObjects.Wanted wanted =
        new IncomingObjects.Wanted(TO_OLD, "image/png", 1, 100, Duration.ofMinutes(5));
    try (MovingStore beforeTheRestart = moving(target, source);
        MovingStore afterIt = moving(target, target)) {
      assertThat(beforeTheRestart.incoming().orElseThrow().form(wanted, Instant.now()).url())
          .asString()
          .contains(oldBucket);
      assertThat(afterIt.incoming().orElseThrow().form(wanted, Instant.now()).url())
          .asString()
          .contains(newBucket);
    }
  }

  @Test
  void thereAreNoneWhereTheSettingsNameTheDisk() {
    try (MovingStore onDisk = moving(disk, disk);
        MovingStore inTheBucket = moving(disk, source)) {
      assertThat(onDisk.incoming()).isEmpty();
      assertThat(inTheBucket.incoming().orElseThrow().look(TO_OLD)).isEmpty();
    }
  }
}
