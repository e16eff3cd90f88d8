package io.cameo.service.regions;

import io.cameo.service.objects.RegionOutbox;
import io.cameo.service.objects.RegionOutbox.Kind;
import io.cameo.service.observability.StorageMetric;
import io.cameo.storage.regions.Region;
import io.cameo.storage.regions.RegionalStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One run of all that regions still have to get and to delete. Regions do not wait for each other;
 * one that does not answer is left for the next run, as is one whose store fails several times in a
 * row. A version that cannot be dealt with keeps no other one waiting.
 */
final class Replication {

  private static final Logger LOG = LoggerFactory.getLogger(Replication.class);

  /**
   * Versions of all regions at a time beside one of each, which no other region can take. Each
   * holds a connection to the database.
   */
  private static final int SPARE = 1;

  private static final int GIVE_UP = 3;

  private final RegionalStore store;
  private final TransactionTemplate transaction;
  private final VersionCopies copies;
  private final LateDeletions deletions;
  private final Backfill backfill;
  private final RegionOutbox outbox;
  private final Semaphore spare = new Semaphore(SPARE, true);
  private final MeterRegistry metrics;
  private final Set<String> wereAway = ConcurrentHashMap.newKeySet();

  Replication(
      RegionalStore store,
      TransactionTemplate transaction,
      VersionCopies copies,
      LateDeletions deletions,
      Backfill backfill,
      RegionOutbox outbox,
      MeterRegistry metrics) {
    this.store = store;
    this.transaction = transaction;
    this.copies = copies;
    this.deletions = deletions;
    this.backfill = backfill;
    this.outbox = outbox;
    this.metrics = metrics;
    store.regions().forEach(this::setAside);
  }

  private Counter setAside(Region region) {
    return StorageMetric.REGION_SET_ASIDE.counter(metrics, region.name());
  }

  /**
   * Does all that is due now.
   *
   * @param goOn asked between two versions; after a no, the next run goes on
   */
  void run(BooleanSupplier goOn) {
    backfill.forgetOthers();
    for (Region replica : store.replicas()) {
      while (goOn.getAsBoolean()
          && Boolean.TRUE.equals(transaction.execute(status -> backfill.page(replica.name())))) {
        LOG.debug("Noted older versions for region {}", replica.name());
      }
    }
    List<Thread> threads = new ArrayList<>();
    for (Region region : store.regions()) {
      ForRegion work = new ForRegion(region, goOn);
      threads.add(
          Thread.ofVirtual()
              .name("replicate-" + region.name())
              .start(() -> work.toTheEnd(Optional.empty())));
      threads.add(
          Thread.ofVirtual()
              .name("replicate-" + region.name() + "-spare")
              .start(() -> work.toTheEnd(Optional.of(spare))));
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException interrupted) {
        threads.forEach(Thread::interrupt);
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private final class ForRegion {
    private final Region region;
    private final BooleanSupplier goOn;
    private final AtomicInteger failures = new AtomicInteger();

    ForRegion(Region region, BooleanSupplier goOn) {
      this.region = region;
      this.goOn = goOn;
    }

    /**
     * @param shared what has to be taken for each version; empty for the region's own lane
     */
    void toTheEnd(Optional<Semaphore> shared) {
      try {
        if (wereAway.contains(region.name()) && !isBack()) {
          return;
        }
        // Deletions first: they are promises to people, copies are care for pictures.
        all(shared, Kind.DELETION, deletions::delete);
        all(shared, Kind.COPY, copies::copy);
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException failed) {
        LOG.warn("The work for region {} is left for the next run", region.name(), failed);
      }
    }

    /** What waits for a region that was away is tried at once when it answers again. */
    private boolean isBack() {
      if (!region.answers()) {
        return false;
      }
      if (wereAway.remove(region.name())) {
        outbox.hurry(region.name());
      }
      return true;
    }

    private void all(Optional<Semaphore> shared, Kind kind, Work work) throws InterruptedException {
      while (goOn.getAsBoolean() && failures.get() < GIVE_UP && !wereAway.contains(region.name())) {
        switch (one(shared, kind, work)) {
          case DONE -> failures.set(0);
          case FAILED, SOURCE_AWAY -> failures.incrementAndGet();
          case AWAY -> {
            // It may have failed for this one version only, which has to wait alone then.
            if (region.answers()) {
              failures.incrementAndGet();
            } else {
              wereAway.add(region.name());
            }
          }
          case LATER -> {}
          case NOTHING_DUE -> {
            return;
          }
        }
      }
    }

    private Step one(Optional<Semaphore> shared, Kind kind, Work work) throws InterruptedException {
      if (shared.isEmpty()) {
        return next(kind, work);
      }
      shared.get().acquire();
      try {
        return next(kind, work);
      } finally {
        shared.get().release();
      }
    }

    private Step next(Kind kind, Work work) {
      return transaction.execute(
          status ->
              outbox
                  .next(kind, region.name())
                  .map(version -> on(version, kind, work, status))
                  .orElse(Step.NOTHING_DUE));
    }

    /** The row stays locked until it is put off: no other lane breaks off on it meanwhile. */
    private Step on(UUID version, Kind kind, Work work, TransactionStatus status) {
      Object before = status.createSavepoint();
      try {
        return work.on(version, region);
      } catch (RuntimeException broken) {
        status.rollbackToSavepoint(before);
        outbox.later(kind, region.name(), version);
        setAside(region).increment();
        LOG.error(
            "Version {} is set aside for region {}: the work on it broke off",
            version,
            region.name(),
            broken);
        return Step.FAILED;
      }
    }
  }

  /** What is done about one version, in the transaction that took it. */
  private interface Work {
    Step on(UUID version, Region region);
  }
}
