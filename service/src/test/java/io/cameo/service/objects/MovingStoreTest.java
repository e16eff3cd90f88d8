package io.cameo.service.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.ObjectSummary;
import io.cameo.storage.StorageUnavailableException;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import io.cameo.storage.s3.S3StoreOptions.Location;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessResourceFailureException;

class MovingStoreTest {

  private static final StoragePlace OLD = new StoragePlace("disk:/old");
  private static final StoragePlace NEW = new StoragePlace("disk:/new");

  @TempDir private Path folder;
  private final AtomicLong nanos = new AtomicLong();
  private Supplier<Optional<StorageMove>> row = Optional::empty;
  private Optional<RuntimeException> shut = Optional.empty();
  private final AtomicInteger opened = new AtomicInteger();
  private ObjectStore oldStore;
  private ObjectStore newStore;

  @BeforeEach
  void open() {
    oldStore = DiskStore.open(folder.resolve("old"), new DiskStoreOptions(0));
    newStore = DiskStore.open(folder.resolve("new"), new DiskStoreOptions(0));
  }

  @AfterEach
  void close() {
    oldStore.close();
    newStore.close();
  }

  private MovingStore store() {
    return new MovingStore(
        () -> row.get(),
        OLD,
        wanted -> {
          if (!wanted.place().equals(OLD)) {
            opened.incrementAndGet();
            shut.ifPresent(
                why -> {
                  throw why;
                });
          }
          return wanted.place().equals(OLD) ? oldStore : newStore;
        },
        false,
        nanos::get);
  }

  private static Optional<StorageMove> at(StorageMove.Phase phase) {
    return Optional.of(
        new StorageMove(
            new UUID(1, 1),
            OLD,
            NEW,
            new Location(Optional.empty(), Optional.empty(), false),
            phase,
            Optional.empty()));
  }

  private void beliefEnds() {
    nanos.addAndGet(MovingStore.BELIEF.toNanos() + 1);
  }

  private static NewObject object(String key) {
    return new NewObject(
        key, key.getBytes(StandardCharsets.UTF_8), ObjectMetadata.immutable("image/jpeg"));
  }

  private static List<String> keys(ObjectStore store, int pageSize) {
    List<String> keys = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      var page = store.list("avatars/", after, pageSize);
      assertThat(page.objects()).hasSizeLessThanOrEqualTo(pageSize);
      page.objects().stream().map(ObjectSummary::key).forEach(keys::add);
      after = page.next();
    } while (after.isPresent());
    return keys;
  }

  @Test
  void writesGoToTheCurrentStoreAndEachPhaseSaysWhichThatIs() {
    MovingStore store = store();
    store.put(object("avatars/a/idle"));
    for (StorageMove.Phase phase : StorageMove.Phase.values()) {
      row = () -> at(phase);
      beliefEnds();
      store.put(object("avatars/a/" + phase.name().toLowerCase(java.util.Locale.ROOT)));
    }
    assertThat(keys(newStore, 100)).containsExactly("avatars/a/finished", "avatars/a/switched");
    assertThat(keys(oldStore, 100))
        .containsExactly(
            "avatars/a/copying",
            "avatars/a/idle",
            "avatars/a/returned",
            "avatars/a/returning",
            "avatars/a/verified");
  }

  @Test
  void readsFindWhatEitherHasAndDeletesReachBoth() {
    row = () -> at(StorageMove.Phase.SWITCHED);
    oldStore.put(object("avatars/a/old"));
    newStore.put(object("avatars/a/new"));
    oldStore.put(object("avatars/a/both"));
    newStore.put(object("avatars/a/both"));
    MovingStore store = store();
    List<String> all = List.of("avatars/a/both", "avatars/a/new", "avatars/a/old");

    assertThat(store.lengths(all)).containsOnlyKeys(all);
    for (String key : all) {
      try (var found = store.require(key)) {
        assertThat(found.readAll(100)).asString().isEqualTo(key);
      }
      assertThat(store.stat(key)).isPresent();
    }
    assertThat(store.get("avatars/a/none")).isEmpty();

    store.deleteAll(all);
    assertThat(keys(oldStore, 100)).isEmpty();
    assertThat(keys(newStore, 100)).isEmpty();
  }

  @Test
  void listsEveryKeyOnceInOrderHoweverSmallThePagesAre() {
    row = () -> at(StorageMove.Phase.COPYING);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      String key = "avatars/%02d/x".formatted(i);
      all.add(key);
      if (i % 3 != 0) {
        oldStore.put(object(key));
      }
      if (i % 3 != 1) {
        newStore.put(object(key));
      }
    }
    MovingStore store = store();
    for (int size : List.of(1, 2, 5, 22, 23, 100)) {
      assertThat(keys(store, size)).as("pages of " + size).isEqualTo(all);
    }
  }

  @Test
  void asksBeforeItWritesWhenItsBeliefIsOldAndNotBefore() {
    MovingStore store = store();
    row = () -> at(StorageMove.Phase.SWITCHED);
    store.put(object("avatars/a/believed"));
    assertThat(keys(oldStore, 10)).containsExactly("avatars/a/believed");
    beliefEnds();
    store.put(object("avatars/a/asked"));
    assertThat(keys(newStore, 10)).containsExactly("avatars/a/asked");
  }

  @Test
  void writesAndDeletesNothingWhileNobodySaysWhereButReads() {
    oldStore.put(object("avatars/a/old"));
    MovingStore store = store();
    row =
        () -> {
          throw new DataAccessResourceFailureException("away");
        };
    beliefEnds();
    assertThatThrownBy(() -> store.put(object("avatars/a/lost")))
        .isInstanceOf(StorageUnavailableException.class);
    assertThatThrownBy(() -> store.delete("avatars/a/old"))
        .isInstanceOf(StorageUnavailableException.class);
    assertThat(store.stat("avatars/a/old")).isPresent();
  }

  @Test
  void refusesSettingsThatDoNotAgreeWithWhereThePicturesAre() {
    row = () -> at(StorageMove.Phase.FINISHED);
    assertThatThrownBy(this::store)
        .isInstanceOf(StorageMovedException.class)
        .hasMessageContainingAll("are in disk:/new now", "CAMEO_OBJECTS=/new", "--forget");
    StorageMove move = at(StorageMove.Phase.SWITCHED).orElseThrow();
    assertThat(move.disagreement(OLD)).isEmpty();
    assertThat(move.disagreement(NEW)).isEmpty();
    assertThat(move.disagreement(new StoragePlace("s3://third")).orElseThrow())
        .contains("being moved from disk:/old to disk:/new");
    assertThat(at(StorageMove.Phase.RETURNED).orElseThrow().disagreement(OLD)).isEmpty();
  }

  @Test
  void startsAndTakesPicturesWhileTheOtherStoreCannotBeOpenedButForgetsNothingThere() {
    row = () -> at(StorageMove.Phase.COPYING);
    shut = Optional.of(new BucketUnusableException(List.of("AWS_ACCESS_KEY_ID is missing")));
    MovingStore store = store();
    assertThat(opened).as("not needed yet").hasValue(0);

    store.put(object("avatars/a/one"));
    assertThat(store.stat("avatars/a/one")).isPresent();
    assertThat(store.lengths(List.of("avatars/a/one"))).hasSize(1);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> store.delete("avatars/a/one"))
          .isInstanceOf(StorageUnavailableException.class)
          .hasMessageContainingAll("disk:/new", "AWS_ACCESS_KEY_ID");
    }
    assertThatThrownBy(() -> store.stat("avatars/a/unknown"))
        .isInstanceOf(StorageUnavailableException.class);
    assertThat(store.stat("avatars/a/one")).isPresent();
    assertThat(opened).as("left alone for a moment").hasValue(1);

    shut = Optional.empty();
    beliefEnds();
    newStore.put(object("avatars/a/one"));
    store.delete("avatars/a/one");
    assertThat(keys(oldStore, 10)).isEmpty();
    assertThat(keys(newStore, 10)).isEmpty();
  }
}
