package io.cameo.service.takedown;

import io.cameo.service.cdn.NotPurgedException;
import io.cameo.service.cdn.Purger;
import io.cameo.service.cdn.Stale;
import io.cameo.service.database.ChangeFeed;
import io.cameo.service.takedown.PurgeOutbox.Outstanding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Works off what the CDN has to let go of, at once when this node hears of a change. What is taken
 * together is told together; every subject is then looked at by itself, so that one that stays
 * keeps no other waiting. Nothing here is lost by a kill: the lease of a row ends, and another node
 * or the next start takes it.
 */
final class Takedowns implements SmartLifecycle, ChangeFeed.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(Takedowns.class);

  /** Rows of one purge. */
  private static final int BATCH = 50;

  /** Rows that are worked on at the same time. */
  private static final int AT_ONCE = 200;

  /** Purges that are under way at the same time; what comes meanwhile is told together. */
  private static final int PURGES = 4;

  /** Longest time without a look at the table: what another program wrote is found by it. */
  private static final Duration POLL = Duration.ofSeconds(5);

  /**
   * A clean look counts when the purge is so old: an answer that was on its way when the purge came
   * may be stored after it.
   */
  private static final Duration CONFIRMED = Duration.ofSeconds(1);

  private final PurgeOutbox outbox;
  private final Purger purger;
  private final Proof proof;
  private final TakedownMetrics metrics;
  private final Semaphore wake = new Semaphore(0);
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Semaphore purges = new Semaphore(PURGES);
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile boolean running;
  private volatile Optional<Thread> worker = Optional.empty();

  Takedowns(PurgeOutbox outbox, Purger purger, Proof proof, TakedownMetrics metrics) {
    this.outbox = outbox;
    this.purger = purger;
    this.proof = proof;
    this.metrics = metrics;
  }

  @Override
  public void start() {
    running = true;
    worker = Optional.of(Thread.ofPlatform().daemon().name("take-downs").start(this::untilStopped));
  }

  private void untilStopped() {
    try {
      while (running) {
        if (!takeSome()) {
          pause();
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Begins the work on some rows; false when none is due. */
  private boolean takeSome() throws InterruptedException {
    purges.acquire();
    // All places at once would make small purges of many; with one at least it goes on.
    places.acquire();
    int room = 1 + places.drainPermits();
    int used = 0;
    try {
      List<Outstanding> rows = outbox.take(Math.min(room, BATCH));
      used = rows.size();
      if (!rows.isEmpty()) {
        Thread.ofVirtual().name("take-down").start(() -> work(rows));
      }
      return !rows.isEmpty();
    } catch (RuntimeException away) {
      LOG.warn("What the CDN has to let go of could not be read: {}", away.getMessage());
      return false;
    } finally {
      places.release(room - used);
      if (used == 0) {
        purges.release();
      }
    }
  }

  /** Waits for a change, for what is due next, or for the next look. */
  private void pause() throws InterruptedException {
    Duration longest = POLL;
    try {
      longest = outbox.next().filter(due -> due.compareTo(POLL) < 0).orElse(POLL);
    } catch (RuntimeException away) {
      LOG.debug("When the next purge is due is not known", away);
    }
    if (wake.tryAcquire(Math.max(20, longest.toMillis()), TimeUnit.MILLISECONDS)) {
      // Changes of the next moment are told together with this one.
      await(purger.pace().gather());
    }
    wake.drainPermits();
  }

  /** Waits so long, unless this node stops before. */
  private void await(Duration time) throws InterruptedException {
    if (stopping.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new InterruptedException("the service stops");
    }
  }

  private void work(List<Outstanding> rows) {
    int held = rows.size();
    try {
      tell(rows);
      for (Outstanding row : rows) {
        Thread.ofVirtual().name("take-down-look").start(() -> lookAndLetGo(row));
        held--;
      }
    } catch (NotPurgedException notHeard) {
      LOG.warn("The CDN did not take a purge: {}", notHeard.getMessage());
      rows.forEach(
          row ->
              outbox.later(row, "not purged: " + notHeard.getMessage(), row.purgedAgo().isEmpty()));
      wake.release();
    } catch (RuntimeException failed) {
      LOG.warn("A purge is left for the next try", failed);
    } finally {
      places.release(held);
    }
  }

  private void tell(List<Outstanding> rows) {
    try {
      List<Outstanding> due = rows.stream().filter(row -> row.purgedAgo().isEmpty()).toList();
      if (!due.isEmpty()) {
        purge(due);
      }
    } finally {
      purges.release();
    }
  }

  private void purge(List<Outstanding> due) {
    List<Stale> stale = due.stream().map(Outstanding::stale).toList();
    boolean heard = false;
    try {
      purger.purge(stale);
      heard = true;
    } finally {
      metrics.purged(heard);
    }
    outbox.purged(due);
  }

  private void lookAndLetGo(Outstanding row) {
    try {
      look(row);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failed) {
      LOG.warn("The look at the CDN is left for the next try", failed);
    } finally {
      places.release();
    }
  }

  private void look(Outstanding row) throws InterruptedException {
    Proof.Result result = proof.of(row);
    if (result.clean() && row.purgedAgo().filter(ago -> ago.compareTo(CONFIRMED) >= 0).isEmpty()) {
      await(CONFIRMED);
      result = proof.of(row);
    }
    if (result.clean()) {
      outbox.proven(row, result.answer()).ifPresent(took -> metrics.proven(took, row.takedown()));
      return;
    }
    Duration settling = purger.pace().settling();
    boolean settled = row.purgedAgo().orElse(Duration.ZERO).compareTo(settling) >= 0;
    if (settled && result.old()) {
      metrics.returned();
    }
    outbox.later(row, result.answer(), settled);
    wake.release();
  }

  @Override
  public void connected() {
    wake.release();
  }

  @Override
  public void lost() {}

  @Override
  public void changed(String announcement) {
    if (ChangeFeed.concernsPictures(announcement) && wake.availablePermits() == 0) {
      wake.release();
    }
  }

  @Override
  public void stop() {
    running = false;
    stopping.countDown();
    worker.ifPresent(Thread::interrupt);
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
