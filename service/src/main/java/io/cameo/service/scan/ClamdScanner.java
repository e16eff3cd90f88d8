package io.cameo.service.scan;

import io.cameo.service.scan.ScannerUnavailableException.Reason;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Scans with clamd, each time over a connection of its own: a connection that is shared would have
 * to carry one upload to its end before the next, and one that is kept may have died unseen.
 */
public final class ClamdScanner implements Scanner, AutoCloseable {

  private final ClamdAddress address;
  private final ScanSettings settings;
  private final LongSupplier nanos;
  private final Semaphore places;
  private final ScheduledThreadPoolExecutor timer;
  private final ScanMetrics metrics;
  private final ScannerWatch watch;

  /**
   * @param settings with an address
   * @param nanos a clock that only runs forward, as {@link System#nanoTime}
   */
  public ClamdScanner(
      ScanSettings settings, MeterRegistry registry, Clock clock, LongSupplier nanos) {
    this.address = settings.clamd().orElseThrow();
    this.settings = settings;
    this.nanos = nanos;
    this.places = new Semaphore(settings.atOnce());
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("scan-deadlines").factory());
    this.timer.setRemoveOnCancelPolicy(true);
    this.metrics = new ScanMetrics(registry);
    this.watch =
        new ScannerWatch(
            new Trial(address, settings, timer, clock, nanos), settings, metrics, nanos);
    metrics.watch(watch, clock, this::underWay);
  }

  /** Begins to try the scanner; returns after the first trial, or soon without one. */
  public void start() {
    watch.start();
  }

  @Override
  public void requireAvailable() {
    watch.require();
  }

  @Override
  public Optional<String> signatures() {
    return watch.standing().signatures().map(Signatures::words);
  }

  /** What is wrong with the scanner, for the operator; empty when it is relied on. */
  Optional<String> wrong() {
    return watch.standing().wrong().map(ScannerUnavailableException::detail);
  }

  /** Scans under way. */
  public int underWay() {
    return settings.atOnce() - places.availablePermits();
  }

  @Override
  public Scan begin() {
    try {
      Signatures by = watch.require();
      enter();
      boolean begun = false;
      try {
        ClamdConnection connection =
            ClamdConnection.open(address, settings.times().connect(), timer);
        begun = true;
        return new Measured(new ClamdStream(connection, settings.times(), by.words(), nanos));
      } finally {
        if (!begun) {
          places.release();
        }
      }
    } catch (ScannerUnavailableException why) {
      return refuse(why, Duration.ZERO);
    }
  }

  private void enter() {
    try {
      if (places.tryAcquire(settings.times().connect().toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    throw new ScannerUnavailableException(
        Reason.BUSY,
        "As many scans as CAMEO_SCANS_AT_ONCE allows are under way. Raise it, or add a node.");
  }

  private <T> T refuse(ScannerUnavailableException why, Duration waited) {
    watch.failed(why);
    metrics.scan(ScanMetrics.word(why.reason()), waited);
    throw why;
  }

  /** A stream that is counted, and that gives its place back exactly once. */
  private final class Measured implements Scan {

    private final ClamdStream stream;
    private boolean counted;
    private boolean closed;

    Measured(ClamdStream stream) {
      this.stream = stream;
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
      try {
        stream.send(bytes, offset, length);
      } catch (ScannerUnavailableException why) {
        counted = true;
        refuse(why, Duration.ZERO);
      }
    }

    @Override
    public Verdict verdict() {
      long asked = nanos.getAsLong();
      counted = true;
      try {
        Verdict verdict = stream.verdict();
        watch.succeeded();
        metrics.scan(verdict instanceof Verdict.Infected ? "infected" : "clean", since(asked));
        return verdict;
      } catch (ScannerUnavailableException why) {
        return refuse(why, since(asked));
      }
    }

    private Duration since(long asked) {
      return Duration.ofNanos(nanos.getAsLong() - asked);
    }

    @Override
    public void close() {
      if (closed) {
        return;
      }
      closed = true;
      stream.close();
      places.release();
      if (!counted) {
        metrics.scan("abandoned", Duration.ZERO);
      }
    }
  }

  @Override
  public void close() {
    watch.close();
    timer.shutdownNow();
  }
}
