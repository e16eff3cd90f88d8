package io.cameo.service.objects;

import io.cameo.service.database.ChangeFeed;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.StorageException;
import io.cameo.storage.regions.RegionalStore;
import io.cameo.storage.s3.BucketState;
import io.cameo.storage.s3.S3Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/**
 * Makes a node follow the moves of the pictures: it looks at the row every second and whenever a
 * change is announced, tries the other store once, and says how far it is.
 */
final class MoveFollower implements SmartLifecycle, ChangeFeed.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(MoveFollower.class);
  private static final long EVERY_MILLIS = 1_000;
  private static final Duration TRY_AGAIN = Duration.ofSeconds(2);

  private final MovingStore store;
  private final StorageMoves moves;
  private final Clock clock;
  private final UUID node;
  private final BlockingQueue<Boolean> wake = new ArrayBlockingQueue<>(1);
  private volatile boolean running;
  private volatile Tried tried = new Tried(Optional.empty(), Optional.empty(), Instant.MIN);
  private volatile boolean trying;
  private Optional<StorageMove> said = Optional.empty();
  private boolean reported;

  /** What came of trying the other store of a move. */
  private record Tried(Optional<UUID> move, Optional<String> fault, Instant at) {

    /** A store that cannot be used is left alone for a while, however often somebody looks. */
    boolean isEnoughFor(StorageMove now, Instant time) {
      return move.equals(Optional.of(now.id()))
          && (fault.isEmpty() || time.isBefore(at.plus(TRY_AGAIN)));
    }
  }

  /**
   * @param node any name that no other node has
   */
  MoveFollower(MovingStore store, StorageMoves moves, Clock clock, UUID node) {
    this.store = store;
    this.moves = moves;
    this.clock = clock;
    this.node = node;
  }

  @Override
  public void start() {
    running = true;
    Thread.ofPlatform().daemon().name("storage-move").start(this::followUntilStopped);
  }

  private void followUntilStopped() {
    while (running) {
      try {
        follow();
      } catch (DataAccessException away) {
        LOG.debug("The database does not say where pictures are; writers ask it themselves", away);
      } catch (RuntimeException failed) {
        LOG.error("This node cannot follow the move of the pictures", failed);
        fault(failed);
      }
      try {
        wake.poll(EVERY_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        running = false;
      }
    }
    if (reported) {
      try {
        moves.gone(node);
      } catch (DataAccessException away) {
        LOG.debug("The database is gone already", away);
      }
    }
  }

  private void follow() {
    MovingStore.View view = store.refresh();
    Optional<StorageMove> move = view.move();
    if (move.isEmpty()) {
      said = move;
      return;
    }
    boolean news = !said.equals(move);
    if (news && (said.isEmpty() || said.get().phase() != move.get().phase())) {
      LOG.info(
          "The move of pictures from {} to {} is {}: new ones go to {}",
          move.get().source(),
          move.get().target(),
          move.get().phase(),
          move.get().current());
    }
    if (move.get().isUnderWay()) {
      tryOther(move.get(), view);
    }
    if (move.get().isUnderWay()) {
      boolean known = tried.move().equals(Optional.of(move.get().id()));
      report(
          move.get(),
          known
              ? tried.fault()
              : Optional.of("a node is still trying to use " + move.get().target()));
    } else if (news) {
      report(move.get(), Optional.empty());
    }
    said = move;
  }

  private void report(StorageMove move, Optional<String> fault) {
    moves.report(
        new StorageMoves.Node(
            node, move.id(), move.phase().name(), store.configured().name(), fault));
    reported = true;
  }

  /** Says what keeps this node from following, if it can say anything. */
  private void fault(RuntimeException why) {
    try {
      moves
          .current()
          .ifPresent(move -> report(move, Optional.of(String.valueOf(why.getMessage()))));
    } catch (DataAccessException away) {
      LOG.debug("The database is away too", away);
    }
  }

  /** Until it has once worked; on a thread of its own, because a bucket may take its time. */
  private void tryOther(StorageMove move, MovingStore.View view) {
    if (trying || view.other().isEmpty() || tried.isEnoughFor(move, clock.instant())) {
      return;
    }
    trying = true;
    Thread.ofVirtual()
        .name("storage-trial")
        .start(
            () -> {
              try {
                Optional<String> fault = wrong(move.target());
                if (!fault.equals(tried.fault())) {
                  fault.ifPresent(why -> LOG.error("{} cannot be used: {}", move.target(), why));
                }
                tried = new Tried(Optional.of(move.id()), fault, clock.instant());
              } finally {
                trying = false;
              }
              if (!wake.offer(true)) {
                LOG.debug("A look is due already");
              }
            });
  }

  private Optional<String> wrong(StoragePlace place) {
    try {
      if (store.stores().stream().anyMatch(RegionalStore.class::isInstance)) {
        return Optional.of(StorageMove.WITHOUT_REPLICAS);
      }
      ObjectStore target = store.at(place);
      if (target instanceof S3Store bucket) {
        return switch (bucket.probe(clock)) {
          case BucketState.Usable usable -> Optional.empty();
          case BucketState.Unusable unusable -> Optional.of(String.join(" ", unusable.faults()));
          case BucketState.Unknown unknown ->
              Optional.of(String.valueOf(unknown.why().getMessage()));
        };
      }
      target.stat("health/probe");
      return Optional.empty();
    } catch (StorageException failed) {
      return Optional.of(String.valueOf(failed.getMessage()));
    } catch (RuntimeException broken) {
      LOG.error("The trial of {} broke off", place, broken);
      return Optional.of(String.valueOf(broken));
    }
  }

  @Override
  public void changed(String announcement) {
    if (announcement.equals(StorageMoves.ANNOUNCEMENT) && !wake.offer(true)) {
      LOG.debug("A look is due already");
    }
  }

  @Override
  public void connected() {
    changed(StorageMoves.ANNOUNCEMENT);
  }

  /** Then it looks every second all the same. */
  @Override
  public void lost() {}

  @Override
  public void stop() {
    running = false;
    changed(StorageMoves.ANNOUNCEMENT);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Begins before requests are taken and ends after the last one. */
  @Override
  public int getPhase() {
    return 0;
  }
}
