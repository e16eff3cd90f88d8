package io.cameo.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.storage.ByteRange;
import io.cameo.storage.ObjectExistsException;
import io.cameo.storage.StorageException;
import io.cameo.storage.StorageUnavailableException;
import io.cameo.storage.Until;
import io.cameo.storage.regions.RegionalStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Regions that hang, break off, lag behind and come back. */
@Timeout(120)
class RegionalStoreFaultTest {

  private static final String KEY = "avatars/1/256.jpg";

  private final Regions regions = new Regions();

  @AfterEach
  void close() {
    regions.close();
  }

  private static String text(RegionalStore store, String key) {
    try (var object = store.require(key)) {
      return new String(object.readAll(1000), StandardCharsets.UTF_8);
    }
  }

  @Test
  void readsComeFromAReplicaWhileHomeIsCutOffAndFromHomeAgainWhenItIsBack() {
    RegionalStore store = regions.store();
    Regions.copied(KEY, "picture", regions.home, regions.east);
    assertThat(text(store, KEY)).isEqualTo("picture");

    Regions.cut(regions.home);
    for (int i = 0; i < 5; i++) {
      assertThat(text(store, KEY)).isEqualTo("picture");
      assertThat(store.stat(KEY).orElseThrow().size()).isEqualTo(7);
    }
    assertThat(store.lengths(List.of(KEY))).containsOnlyKeys(KEY);
    try (var part = store.get(KEY, Optional.of(new ByteRange.FromTo(1, 3))).orElseThrow()) {
      assertThat(new String(part.readAll(10), StandardCharsets.UTF_8)).isEqualTo("ict");
    }
    assertThat(regions.home.region().isAway()).isTrue();
    assertThat(regions.east.region().served()).isGreaterThanOrEqualTo(10);

    regions.home.proxy().heal();
    Until.holds(
        "the region to be back",
        () -> {
          text(store, KEY);
          return !regions.home.region().isAway();
        });
    long served = regions.east.region().served();
    text(store, KEY);
    assertThat(regions.east.region().served()).isEqualTo(served);
  }

  @Test
  void aHungHomeCostsEveryReaderAtMostItsShareOfTimeAndIsSoonNotAskedAnyMore() throws Exception {
    RegionalStore store = regions.store();
    Regions.copied(KEY, "picture", regions.home, regions.west);
    Regions.hang(regions.home);
    List<Future<Long>> readers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 60; i++) {
        readers.add(
            threads.submit(
                () -> {
                  long began = System.nanoTime();
                  assertThat(text(store, KEY)).isEqualTo("picture");
                  return System.nanoTime() - began;
                }));
      }
    }
    for (Future<Long> reader : readers) {
      assertThat(Duration.ofNanos(reader.get())).isLessThan(Duration.ofSeconds(9));
    }
    long began = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      text(store, KEY);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));
    assertThat(regions.home.proxy().mostOpen()).isLessThanOrEqualTo(40);
  }

  @Test
  void aHomeThatBreaksOffInTheMiddleOfAnObjectCostsTheReaderNothing() {
    RegionalStore store = regions.store();
    Regions.copied(KEY, "picture", regions.home, regions.west);
    regions.home.proxy().always("GET", new FaultProxy.Fault.Cut(3, false));
    assertThat(text(store, KEY)).isEqualTo("picture");
    regions.home.proxy().always("GET", new FaultProxy.Fault.Cut(3, true));
    assertThat(text(store, KEY)).isEqualTo("picture");
  }

  @Test
  void whatALaggingReplicaHasNotGotIsNeverSaidToBeGone() {
    RegionalStore store = regions.store();
    Regions.copied(KEY, "picture", regions.home);
    Regions.cut(regions.home);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> store.get(KEY))
          .isInstanceOfSatisfying(
              StorageUnavailableException.class,
              unknown -> assertThat(unknown.retryable()).isTrue())
          .hasMessageContaining("is not known");
      assertThatThrownBy(() -> store.stat(KEY)).isInstanceOf(StorageUnavailableException.class);
      assertThatThrownBy(() -> store.lengths(List.of(KEY)))
          .isInstanceOf(StorageUnavailableException.class);
    }
    regions.home.proxy().heal();
    Until.holds(
        "the region to be back",
        () -> {
          try {
            return text(store, KEY).equals("picture");
          } catch (StorageException notYet) {
            return false;
          }
        });
  }

  @Test
  void whatHomeSaysIsNotThereIsNotLookedForElsewhere() {
    RegionalStore store = regions.store();
    Regions.copied(KEY, "left over", regions.west);
    assertThat(store.get(KEY)).isEmpty();
    assertThat(store.stat(KEY)).isEmpty();
    assertThat(regions.west.proxy().requests()).isEmpty();
  }

  @Test
  void withoutASecondaryAWriteFailsAndMayBeTriedAgain() {
    RegionalStore store = regions.store();
    Regions.cut(regions.home);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> store.put(Regions.object(KEY, "picture")))
          .isInstanceOfSatisfying(
              StorageUnavailableException.class, away -> assertThat(away.retryable()).isTrue());
    }
    assertThat(regions.west.proxy().count("PUT")).isZero();
    assertThat(regions.journal.aside).isEmpty();
  }

  @Test
  void aSecondaryTakesWritesThatAreNotedBeforeTheyAreMadeAndGivesThemBack() {
    RegionalStore store = regions.store(Optional.of(regions.west.region()));
    Regions.hang(regions.home);
    List<String> keys = List.of("avatars/2/64.jpg", "avatars/2/master.jpg");

    store.putAll(keys.stream().map(key -> Regions.object(key, key)).toList());

    assertThat(regions.journal.aside).containsExactlyElementsOf(keys);
    assertThat(regions.west.behind().lengths(keys)).hasSize(2);
    assertThat(store.lengths(keys)).hasSize(2);
    regions.home.proxy().heal();
    Until.holds(
        "the region to be back",
        () -> {
          assertThat(text(store, keys.getFirst())).isEqualTo(keys.getFirst());
          return !regions.home.region().isAway();
        });
    assertThat(regions.home.behind().stat(keys.getFirst())).isEmpty();
    assertThat(text(store, keys.getFirst())).isEqualTo(keys.getFirst());
    assertThat(store.lengths(keys)).hasSize(2);
  }

  @Test
  void aWriteWhoseAnswerHomeLostGoesToTheSecondaryAndIsRecognisedThere() {
    RegionalStore store = regions.store(Optional.of(regions.west.region()));
    Regions.cut(regions.home);
    Regions.copied(KEY, "picture", regions.west);

    store.put(Regions.object(KEY, "picture"));

    assertThatThrownBy(() -> store.put(Regions.object(KEY, "another")))
        .isInstanceOf(ObjectExistsException.class);
  }

  @Test
  void aRefusalOfTheHomeRegionIsNotCircumvented() {
    RegionalStore store = regions.store(Optional.of(regions.west.region()));
    regions
        .home
        .proxy()
        .always("PUT", new FaultProxy.Fault.Instead(FaultProxy.error(403, "AccessDenied", "no")));
    assertThatThrownBy(() -> store.put(Regions.object(KEY, "picture")))
        .hasMessageContaining("s3:PutObject");
    assertThat(regions.west.proxy().count("PUT")).isZero();
  }

  @Test
  void deletionsReachEveryRegionAndWhatOneDoesNotTakeIsNoted() {
    RegionalStore store = regions.store();
    Regions.copied(KEY, "picture", regions.home, regions.west, regions.east);
    Regions.cut(regions.west);

    store.delete(KEY);

    assertThat(regions.home.behind().stat(KEY)).isEmpty();
    assertThat(regions.east.behind().stat(KEY)).isEmpty();
    assertThat(regions.journal.undeleted).containsOnlyKeys("west");
    assertThat(regions.journal.undeleted.get("west")).containsExactly(KEY);
  }

  @Test
  void withoutAJournalHomeKeepsWhatAReplicaDidNotDelete() {
    regions.journal.kept = false;
    RegionalStore store = regions.store();
    Regions.copied(KEY, "picture", regions.home, regions.west, regions.east);
    Regions.cut(regions.west);

    assertThatThrownBy(() -> store.delete(KEY)).isInstanceOf(StorageUnavailableException.class);
    assertThat(regions.home.behind().stat(KEY)).isPresent();

    regions.west.proxy().heal();
    Until.holds(
        "the region to be back",
        () -> {
          try {
            store.delete(KEY);
            return true;
          } catch (StorageException notYet) {
            return false;
          }
        });
    regions.all().forEach(place -> assertThat(place.behind().stat(KEY)).isEmpty());
  }

  @Test
  void listingsAreOfHomeOrFail() {
    RegionalStore store = regions.store();
    Regions.copied("avatars/3/a.jpg", "here", regions.home);
    Regions.copied("avatars/3/b.jpg", "only here", regions.west);
    List<String> keys = new ArrayList<>();
    store.listAll("avatars/3/", object -> keys.add(object.key()));
    assertThat(keys).containsExactly("avatars/3/a.jpg");
    Regions.cut(regions.home);
    assertThatThrownBy(() -> store.list("avatars/3/", Optional.empty(), 10))
        .isInstanceOf(StorageUnavailableException.class);
  }
}
