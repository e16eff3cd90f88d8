package io.cameo.service.backup.archive;

import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectExistsException;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.ObjectSummary;
import io.cameo.storage.StorageException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to write to an archive in an object store: an object that its holder writes anew every
 * few minutes. One that is older than {@link #LIFE} belonged to a writer that was killed.
 *
 * <p>Whoever wants the right writes an object of its own first and looks then, so that of two at
 * once at most one goes on. How old an object is says the store alone, whose clock is one. A right
 * that has ended once is not taken back: another writer may have begun meanwhile.
 */
final class WritersLease implements ArchiveFiles.Lock {

  private static final Logger LOG = LoggerFactory.getLogger(WritersLease.class);

  /** How long the right lasts after it was last renewed. */
  static final Duration LIFE = Duration.ofMinutes(15);

  private static final Duration RENEW = Duration.ofMinutes(3);

  /** A holder gives up before anybody else may begin. */
  private static final Duration BELIEF = LIFE.minusMinutes(3);

  /** How long the end of the process waits for a store that may be away. */
  private static final Duration ENDING = Duration.ofSeconds(10);

  private static final String NAME = "lock";
  private static final ObjectMetadata TEXT = new ObjectMetadata("text/plain", "no-store");

  private final ObjectStore store;
  private final String prefix;
  private final String place;
  private final LongSupplier nanos;
  private final String word;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread ending = new Thread(this::endWithProcess, "archive-lease-ending");

  /** The first object that may still be there, and the one that the right rests on. */
  private int oldest;

  private int held;

  /** The last one that was tried: a number is used once, so that nobody takes an old one for it. */
  private int tried;

  private volatile long renewedAt;
  private volatile boolean over;
  private volatile boolean ended;

  private WritersLease(ObjectStore store, String prefix, String place, LongSupplier nanos) {
    this.store = store;
    this.prefix = prefix;
    this.place = place;
    this.nanos = nanos;
    byte[] random = new byte[8];
    new SecureRandom().nextBytes(random);
    this.word = HexFormat.of().formatHex(random);
  }

  /** Whether a file of an archive is a lease on it. */
  static boolean is(String name) {
    return name.equals(NAME) || name.startsWith(NAME + "-");
  }

  /**
   * Takes the right.
   *
   * @param nanos a clock that only runs forward, as {@link System#nanoTime}
   * @throws ArchiveException if somebody has it
   */
  static WritersLease take(ObjectStore store, String prefix, String place, LongSupplier nanos) {
    WritersLease lease = new WritersLease(store, prefix, place, nanos);
    try {
      lease.endsWithProcess();
      lease.renewedAt = lease.write(0);
      lease.requireAlone();
    } catch (StorageException failed) {
      lease.close();
      throw ArchiveException.failed("The archive " + place + " cannot be locked", failed);
    } catch (ArchiveException held) {
      lease.close();
      throw held;
    }
    Thread.ofVirtual().name("archive-lease").start(lease::renewUntilClosed);
    return lease;
  }

  private void endsWithProcess() {
    try {
      Runtime.getRuntime().addShutdownHook(ending);
    } catch (IllegalStateException itEnds) {
      throw new ArchiveException("Nothing was written to " + place + ": it was told to end.");
    }
  }

  /** Told to end (Ctrl-C, SIGTERM): writes nothing more, and blocks no other writer. */
  private void endWithProcess() {
    ended = true;
    try {
      Thread.ofVirtual().name("archive-lease-end").start(this::close).join(ENDING);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private String key(int which) {
    return prefix + NAME + "-" + word + "-" + which;
  }

  /** When it began, by our own clock. */
  private long write(int which) {
    long began = nanos.getAsLong();
    byte[] held = "Somebody writes to this archive.\n".getBytes(StandardCharsets.US_ASCII);
    try {
      store.put(new NewObject(key(which), held, TEXT));
    } catch (ObjectExistsException answerLost) {
      LOG.debug("The lease {} is written already", key(which));
    }
    return began;
  }

  private List<ObjectSummary> leases() {
    List<ObjectSummary> leases = new ArrayList<>();
    store.listAll(prefix + NAME, leases::add);
    leases.removeIf(lease -> !is(lease.key().substring(prefix.length())));
    return leases;
  }

  private Optional<Instant> written(List<ObjectSummary> leases, int which) {
    return leases.stream()
        .filter(lease -> lease.key().equals(key(which)))
        .map(ObjectSummary::lastModified)
        .findFirst();
  }

  private void requireAlone() {
    List<ObjectSummary> leases = leases();
    Instant now =
        written(leases, 0)
            .orElseThrow(() -> new ArchiveException(place + " does not list what it was given."));
    leases.removeIf(lease -> lease.key().equals(key(0)));
    for (ObjectSummary other : leases) {
      if (other.lastModified().isAfter(now.minus(LIFE))) {
        throw new ArchiveException(
            "Another backup writes to "
                + place
                + ", or one was killed there less than "
                + LIFE.toMinutes()
                + " minutes ago. Wait, and begin again.");
      }
    }
    try {
      store.deleteAll(leases.stream().map(ObjectSummary::key).toList());
    } catch (StorageException mayNot) {
      LOG.warn("Leases of killed writers are left in {}; they count for nothing", place, mayNot);
    }
  }

  private void renewUntilClosed() {
    try {
      while (!closed.await(RENEW.toMillis(), TimeUnit.MILLISECONDS)) {
        renew();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes the next object before the last one goes, so that there is always one. */
  synchronized void renew() {
    if (closed.getCount() == 0 || isOver()) {
      return;
    }
    try {
      tried++;
      long began = write(tried);
      if (hadEnded(leases())) {
        over = true;
        LOG.error("The lease on {} had ended before it was renewed", place);
        return;
      }
      renewedAt = began;
      held = tried;
      store.deleteAll(keys(oldest, tried - 1));
      oldest = tried;
    } catch (StorageException failed) {
      LOG.warn("The lease on {} could not be renewed; it is tried again", place, failed);
    }
  }

  /** By the store's clock: ours may have stood still with the whole machine. */
  private boolean hadEnded(List<ObjectSummary> leases) {
    Optional<Instant> end = written(leases, held).map(last -> last.plus(LIFE));
    return end.isEmpty() || written(leases, tried).filter(end.get()::isAfter).isEmpty();
  }

  private boolean isOver() {
    return over || nanos.getAsLong() - renewedAt > BELIEF.toNanos();
  }

  private List<String> keys(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(this::key).toList();
  }

  /**
   * To be asked before every change.
   *
   * @throws ArchiveException if somebody else may write by now
   */
  void requireHeld() {
    if (ended) {
      throw new ArchiveException(
          "It was told to end. Begin again when you like; what was copied is kept.");
    }
    if (isOver()) {
      throw new ArchiveException(
          "The archive "
              + place
              + " was out of reach for so long that another backup may write to it. Begin again; what"
              + " was copied is kept.");
    }
  }

  @Override
  public void close() {
    closed.countDown();
    forgetEnding();
    synchronized (this) {
      try {
        store.deleteAll(keys(oldest, tried));
      } catch (StorageException left) {
        LOG.warn("The lease on {} is left there; it ends by itself", place, left);
      }
    }
  }

  private void forgetEnding() {
    try {
      Runtime.getRuntime().removeShutdownHook(ending);
    } catch (IllegalStateException itEnds) {
      LOG.debug("The lease on {} ends with the process", place);
    }
  }
}
