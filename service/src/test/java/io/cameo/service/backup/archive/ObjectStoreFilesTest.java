package io.cameo.service.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.storage.ByteRange;
import io.cameo.storage.ListPage;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectStat;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.StorageUnavailableException;
import io.cameo.storage.StoredObject;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive below a prefix of any object store, here of the disk store. */
class ObjectStoreFilesTest extends ArchiveFilesContract {

  @TempDir private Path folder;

  private ObjectStore store() {
    return DiskStore.open(folder.resolve("bucket"), new DiskStoreOptions(0));
  }

  @Override
  ArchiveFiles open() {
    return new ObjectStoreFiles(store(), "backups/cameo/", "s3://bucket/backups/cameo");
  }

  @Test
  void theLockOfAKilledWriterEndsByItself() throws Exception {
    try (ArchiveFiles killed = open();
        ArchiveFiles next = open();
        ObjectStore store = store()) {
      ArchiveFiles.Lock left = killed.lock();
      assertThatThrownBy(next::lock).hasMessageContaining("15 minutes");
      assertThat(locks(store)).as("whoever is refused leaves nothing").hasSize(1);
      Instant longAgo = Instant.now().minus(WritersLease.LIFE).minusSeconds(1);
      Files.setLastModifiedTime(
          folder.resolve("bucket").resolve(locks(store).getFirst()), FileTime.from(longAgo));

      ArchiveFiles.Lock lock = next.lock();
      assertThat(locks(store)).hasSize(1);
      assertThatThrownBy(killed::lock).hasMessageContaining("Another backup writes to");
      lock.close();
      left.close();
      assertThat(locks(store)).isEmpty();
    }
  }

  @Test
  void whoCouldNotRenewItsLockWritesNothingAnyMore() {
    AtomicLong nanos = new AtomicLong();
    try (ArchiveFiles files =
            new ObjectStoreFiles(store(), "backups/cameo/", "s3://bucket/backups", nanos::get);
        ArchiveFiles.Lock lock = files.lock()) {
      files.put("one", new byte[] {1});
      nanos.addAndGet(WritersLease.LIFE.toNanos());
      assertThatThrownBy(() -> files.put("two", new byte[] {2}))
          .isInstanceOf(ArchiveException.class)
          .hasMessageContaining("Begin again");
      assertThatThrownBy(() -> files.delete(List.of("one"))).isInstanceOf(ArchiveException.class);
      assertThat(files.length("one")).hasValue(1);
    }
  }

  @Test
  void aRenewedLockIsStillOneAndHoldsForAnotherWhile() {
    AtomicLong nanos = new AtomicLong();
    try (ObjectStore store = store()) {
      WritersLease lease = WritersLease.take(store, "backups/cameo/", "there", nanos::get);
      String first = locks(store).getFirst();
      for (int i = 0; i < 3; i++) {
        nanos.addAndGet(WritersLease.LIFE.dividedBy(2).toNanos());
        lease.renew();
        lease.requireHeld();
      }
      assertThat(locks(store)).hasSize(1).doesNotContain(first);
      lease.close();
      lease.renew();
      assertThat(locks(store)).isEmpty();
    }
  }

  @Test
  void aLockThatHasEndedIsNotTakenBackWhenTheStoreIsInReachAgain() {
    AtomicLong nanos = new AtomicLong();
    try (ObjectStore store = store();
        WritersLease lease = WritersLease.take(store, "backups/cameo/", "there", nanos::get)) {
      nanos.addAndGet(WritersLease.LIFE.toNanos());
      lease.renew();
      assertThatThrownBy(lease::requireHeld).hasMessageContaining("another backup may write");
    }
  }

  @Test
  void aLockHasEndedWhenTheStoreSaysSoWhateverOurOwnClockShows() throws Exception {
    AtomicLong nanos = new AtomicLong();
    try (ObjectStore store = store();
        WritersLease lease = WritersLease.take(store, "backups/cameo/", "there", nanos::get)) {
      Instant longAgo = Instant.now().minus(WritersLease.LIFE).minusSeconds(1);
      Files.setLastModifiedTime(
          folder.resolve("bucket").resolve(locks(store).getFirst()), FileTime.from(longAgo));
      lease.renew();
      assertThatThrownBy(lease::requireHeld).hasMessageContaining("another backup may write");
    }
    try (ObjectStore store = store()) {
      assertThat(locks(store)).isEmpty();
    }
  }

  @Test
  void aRenewalWhoseAnswerWasLostDoesNotMakeTheLockYounger() throws Exception {
    AtomicLong nanos = new AtomicLong();
    AtomicBoolean answers = new AtomicBoolean(true);
    try (ObjectStore store = store();
        WritersLease lease =
            WritersLease.take(
                new Watched(store, answers::get, new AtomicInteger()),
                "backups/cameo/",
                "there",
                nanos::get)) {
      answers.set(false);
      lease.renew();
      assertThat(locks(store)).hasSize(2);
      answers.set(true);
      lease.renew();
      assertThat(locks(store)).singleElement().asString().endsWith("-2");
    }
  }

  /** A list is read for as long as what it names is copied, and servers end slow answers. */
  @Test
  void noAnswerOfTheServerIsHeldWhileSomebodyWorksOnWhatWasRead() throws Exception {
    AtomicInteger held = new AtomicInteger();
    byte[] list = new byte[ObjectStoreFiles.PART + 5];
    try (ArchiveFiles files =
        new ObjectStoreFiles(new Watched(store(), () -> true, held), "backups/cameo/", "there")) {
      files.write("list", out -> out.write(list));
      try (InputStream in = files.open("list").orElseThrow()) {
        assertThat(in.read()).isZero();
        assertThat(held).as("answers that are not read to their end").hasValue(0);
        assertThat(in.readAllBytes()).hasSize(list.length - 1);
        assertThat(held).hasValue(0);
      }
    }
  }

  /**
   * A store whose answers to what it has written are lost at times.
   *
   * @param held counts objects that are open
   */
  private record Watched(ObjectStore real, BooleanSupplier answers, AtomicInteger held)
      implements ObjectStore {
    @Override
    public void put(NewObject object) {
      real.put(object);
      if (!answers.getAsBoolean()) {
        throw new StorageUnavailableException("no answer");
      }
    }

    @Override
    public Optional<StoredObject> get(String key, Optional<ByteRange> range) {
      return real.get(key, range).map(this::counted);
    }

    private StoredObject counted(StoredObject object) {
      held.incrementAndGet();
      return new StoredObject(
          object.stat(),
          object.slice(),
          new FilterInputStream(object.content()) {
            @Override
            public void close() throws IOException {
              held.decrementAndGet();
              super.close();
            }
          });
    }

    @Override
    public Optional<ObjectStat> stat(String key) {
      return real.stat(key);
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

  private static List<String> locks(ObjectStore store) {
    List<String> keys = new ArrayList<>();
    store.listAll("backups/cameo/lock", object -> keys.add(object.key()));
    return keys;
  }
}
