package io.cameo.service.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.catalogue.HeldVersion;
import io.cameo.service.catalogue.Intent;
import io.cameo.service.catalogue.ObjectRecords;
import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.VersionId;
import io.cameo.storage.ByteRange;
import io.cameo.storage.ListPage;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectStat;
import io.cameo.storage.ObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** gc again and again beside everything that changes versions, with guards as small as they go. */
class ReconcilerRaceTest {

  private static final int WRITERS = 4;
  private static final int CHANGES = 400;
  private static final Duration GRACE = Duration.ofMillis(300);

  private final Set<String> orphans = ConcurrentHashMap.newKeySet();
  private final Set<String> deletedByGc = ConcurrentHashMap.newKeySet();
  private final AtomicInteger published = new AtomicInteger();

  /** Notes what gc deletes. */
  private final class Watched implements ObjectStore {
    private final ObjectStore real;

    Watched(ObjectStore real) {
      this.real = real;
    }

    @Override
    public void put(NewObject object) {
      real.put(object);
    }

    @Override
    public Optional<io.cameo.storage.StoredObject> get(String key, Optional<ByteRange> range) {
      return real.get(key, range);
    }

    @Override
    public Optional<ObjectStat> stat(String key) {
      return real.stat(key);
    }

    @Override
    public void deleteAll(Collection<String> keys) {
      deletedByGc.addAll(keys);
      real.deleteAll(keys);
    }

    @Override
    public ListPage list(String prefix, Optional<String> startAfter, int max) {
      // Small pages: the more of them, the more happens between two.
      return real.list(prefix, startAfter, Math.min(max, 7));
    }

    @Override
    public void close() {}
  }

  @Test
  void i1AndI6HoldAndOnlyOrphansGoWhileEverythingChanges(@TempDir Path folder) throws Exception {
    try (Gallery gallery = new Gallery(folder.resolve("objects"), GRACE, Duration.ofMillis(500))) {
      AtomicBoolean done = new AtomicBoolean();
      List<GcReport> reports = new ArrayList<>();
      try (ExecutorService threads = Executors.newCachedThreadPool()) {
        List<Future<?>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
          int seed = i;
          writers.add(threads.submit(() -> change(gallery, new Random(seed))));
        }
        Future<?> reaper =
            threads.submit(() -> repeatedly(done, () -> gallery.catalogue.reaper().reap()));
        Future<?> gc = threads.submit(() -> repeatedly(done, () -> reports.add(gc(gallery))));
        try {
          for (Future<?> writer : writers) {
            writer.get(60, TimeUnit.SECONDS);
          }
        } finally {
          done.set(true);
        }
        reaper.get(30, TimeUnit.SECONDS);
        gc.get(30, TimeUnit.SECONDS);
      }

      assertThat(published.get()).isGreaterThan(WRITERS * CHANGES / 4);
      assertThat(reports).hasSizeGreaterThan(3);
      assertThat(orphans).as("I6: gc deletes nothing that ever had a row").containsAll(deletedByGc);
      assertThat(reports)
          .as("nothing is damaged, so nothing may look damaged")
          .allSatisfy(
              report -> {
                assertThat(report.count(Pile.MISSING)).isZero();
                assertThat(report.count(Pile.WRONG_LENGTH)).isZero();
                assertThat(report.stopped()).isEmpty();
              });
      gallery.assertWhole();
      settle(gallery);
      assertThat(gallery.keys()).doesNotContainAnyElementsOf(orphans);
      gallery.assertWhole();
    }
  }

  /**
   * Each of two would write other bytes: the record must be that of the one whose object is there.
   */
  @Test
  void i1TwoRepairsAtOnceLeaveARecordThatFitsTheObject(@TempDir Path folder) throws Exception {
    try (Gallery gallery =
            new Gallery(folder.resolve("objects"), Duration.ofDays(7), Duration.ofMinutes(10));
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      int repaired = 0;
      for (int round = 0; round < 60; round++) {
        VersionId id = gallery.published("s" + round);
        gallery.store.delete(id.keyPrefix() + "64.jpg");
        gallery.store.delete(id.keyPrefix() + "128.jpg");
        HeldVersion version = gallery.inventory.find(List.of(id)).get(id);
        CyclicBarrier together = new CyclicBarrier(2);
        List<Future<Map<StoredObject, Optional<String>>>> both = new ArrayList<>();
        for (String who : List.of("one", "the other")) {
          both.add(threads.submit(() -> repair(gallery, version, who, together)));
        }
        for (Future<Map<StoredObject, Optional<String>>> each : both) {
          repaired +=
              (int)
                  each.get(30, TimeUnit.SECONDS).values().stream()
                      .filter(Optional::isEmpty)
                      .count();
        }
      }

      assertThat(repaired).isGreaterThanOrEqualTo(120);
      gallery.assertWhole();
    }
  }

  private static Map<StoredObject, Optional<String>> repair(
      Gallery gallery, HeldVersion version, String who, CyclicBarrier together) throws Exception {
    ObjectRecords records =
        new ObjectRecords(
            gallery.database.sql(), gallery.database.transaction(), JsonMapper.builder().build());
    RenditionRepair repair =
        new RenditionRepair(
            gallery.store,
            records,
            (master, side, sizes, forms) ->
                Gallery.render(
                    (who + " ").repeat(side % 7 + 1).getBytes(UTF_8), side, sizes, forms));
    List<StoredObject> missing =
        version.objects().stream().filter(object -> !object.isMaster()).toList();
    together.await(30, TimeUnit.SECONDS);
    return repair.repair(version, missing);
  }

  private static void repeatedly(AtomicBoolean done, Callable<?> what) {
    try {
      while (!done.get()) {
        what.call();
      }
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private GcReport gc(Gallery gallery) {
    ReconcileSettings small =
        new ReconcileSettings(Duration.ofMillis(100), Duration.ZERO, 1_000_000, 100);
    Reconciler reconciler = gallery.reconciler(new Watched(gallery.store), small);
    return reconciler.run(reconciler.plan(true), GcListener.NONE);
  }

  private void change(Gallery gallery, Random random) {
    for (int i = 0; i < CHANGES; i++) {
      String subject = "s" + random.nextInt(12);
      switch (random.nextInt(10)) {
        case 0 -> gallery.catalogue.changes().erase(subject, Gallery.ACTOR);
        case 1 -> gallery.catalogue.changes().delete(subject, Gallery.ACTOR);
        case 2, 3 -> gallery.catalogue.changes().revert(subject, Optional.empty(), Gallery.ACTOR);
        case 4 -> {
          // Given up half-way: the reaper's.
          Intent abandoned = gallery.intent(subject);
          gallery.catalogue.changes().intend(abandoned);
          gallery.write(abandoned);
        }
        case 5 -> orphans.add(gallery.plant(VersionId.random().keyPrefix() + "64.jpg"));
        default -> {
          gallery.upload(gallery.intent(subject));
          published.incrementAndGet();
        }
      }
    }
    // Whatever else happens, there is something to look at in the end.
    gallery.upload(gallery.intent("last-" + random.nextInt()));
  }

  /** I7 and I17: what was given up goes, orphans go, and then there is nothing left to do. */
  private void settle(Gallery gallery) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    GcReport report;
    do {
      gallery.catalogue.reaper().reap();
      report = gc(gallery);
      TimeUnit.MILLISECONDS.sleep(50);
    } while ((report.count(Pile.ORPHANS) + report.count(Pile.YOUNG) > 0)
        && System.nanoTime() < end);
    assertThat(report.count(Pile.ORPHANS) + report.count(Pile.YOUNG)).isZero();
    assertThat(report.hasProblems()).isFalse();
  }
}
