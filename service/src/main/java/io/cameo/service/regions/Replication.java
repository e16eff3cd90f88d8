package io.cameo.service.regions;

import io.cameo.service.objects.RegionOutbox;
import io.cameo.storage.StorageException;
import io.cameo.storage.regions.Region;
import io.cameo.storage.regions.RegionalStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One run of all that regions still have to get and to delete. Regions do not wait for each other;
 * one whose store fails several times in a row is left for the next run.
 */
final class Replication {

  private static final Logger LOG = LoggerFactory.getLogger(Replication.class);

  /** Versions of one region at a time. */
  private static final int LANES = 2;

  /** Versions of all regions at a time, each of which holds a connection to the database. */
  private static final int MOST_AT_ONCE = 3;

  private static final int GIVE_UP = 3;

  private final RegionalStore store;
  private final TransactionTemplate transaction;
  private final VersionCopies copies;
  private final LateDeletions deletions;
  private final Backfill backfill;
  private final RegionOutbox outbox;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE, true);
  private final Set<String> wereAway = ConcurrentHashMap.newKeySet();

  Replication(
      RegionalStore store,
      TransactionTemplate transaction,
      VersionCopies copies,
      LateDeletions deletions,
      Backfill backfill,
      RegionOutbox outbox) {
    this.store = store;
    this.transaction = transaction;
    this.copies = copies;
    this.deletions = deletions;
    this.backfill = backfill;
    this.outbox = outbox;
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
      for (int i = 0; i < LANES; i++) {
        threads.add(
            Thread.ofVirtual().name("replicate-" + region.name() + "-" + i).start(work::toTheEnd));
      }
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

    void toTheEnd() {
      try {
        if (wereAway.contains(region.name()) && !isBack()) {
          return;
        }
        // Deletions first: they are promises to people, copies are care for pictures.
        all(deletions::next);
        all(copies::next);
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException failed) {
        LOG.warn("The work for region {} is left for the next run", region.name(), failed);
      }
    }

    /** What waits for a region that failed is tried at once when it answers again. */
    private boolean isBack() {
      try {
        region.store().stat("health/probe");
      } catch (StorageException stillAway) {
        LOG.debug("Region {} does not answer yet", region.name(), stillAway);
        return false;
      }
      if (wereAway.remove(region.name())) {
        outbox.hurry(region.name());
      }
      return true;
    }

    private void all(Function<Region, Step> next) throws InterruptedException {
      while (goOn.getAsBoolean() && failures.get() < GIVE_UP) {
        places.acquire();
        Step step;
        try {
          step = transaction.execute(status -> next.apply(region));
        } finally {
          places.release();
        }
        switch (step) {
          case DONE -> failures.set(0);
          case FAILED -> {
            failures.incrementAndGet();
            wereAway.add(region.name());
          }
          case LATER -> {}
          case NOTHING_DUE -> {
            return;
          }
        }
      }
    }
  }
}
