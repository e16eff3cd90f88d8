package io.cameo.service.scan;

import io.cameo.service.scan.ScannerUnavailableException.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether the scanner can be relied on, by trying it again and again. While it cannot, nobody
 * asks it: the trials alone find out that it is back. Without a trial that was passed lately it is
 * not relied on either.
 */
final class ScannerWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ScannerWatch.class);

  /** Scans that fail one after the other and end the reliance before the next trial. */
  private static final int GIVE_UP = 3;

  /** How long a start waits for the first trial. */
  private static final Duration FIRST = Duration.ofSeconds(5);

  private static final Duration LARGE_EVERY = Duration.ofMinutes(1);

  private final Trial trial;
  private final ScanSettings settings;
  private final ScanMetrics metrics;
  private final LongSupplier nanos;
  private final BlockingQueue<Boolean> calls = new ArrayBlockingQueue<>(1);
  private final CountDownLatch first = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean closed;
  private volatile Standing standing =
      new Standing(
          Optional.empty(),
          Optional.of(
              new ScannerUnavailableException(
                  Reason.DOWN, "The scanner has not been tried yet; wait a moment.")),
          0);
  private long largePassed;
  private boolean largeDue = true;
  private int failedInARow;

  /**
   * What is known of the scanner.
   *
   * @param signatures of the last trial in which it named them
   * @param wrong why it is not relied on; empty when it is
   * @param since nanoseconds of the last trial that was passed
   */
  record Standing(
      Optional<Signatures> signatures, Optional<ScannerUnavailableException> wrong, long since) {}

  ScannerWatch(Trial trial, ScanSettings settings, ScanMetrics metrics, LongSupplier nanos) {
    this.trial = trial;
    this.settings = settings;
    this.metrics = metrics;
    this.nanos = nanos;
    this.thread = Thread.ofVirtual().name("scanner-watch").unstarted(this::watch);
  }

  /** Begins to try the scanner; returns after the first trial, or soon without one. */
  void start() {
    thread.start();
    try {
      if (!first.await(FIRST.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("The scanner has not passed its first trial yet; uploads wait for it with 503");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  Standing standing() {
    Standing now = standing;
    if (now.wrong().isEmpty() && nanos.getAsLong() - now.since() > longest().toNanos()) {
      return new Standing(
          now.signatures(),
          Optional.of(
              new ScannerUnavailableException(
                  Reason.SLOW, "The scanner has not passed a trial for " + longest() + ".")),
          now.since());
    }
    return now;
  }

  /** A trial that begins late and then takes as long as all its parts may take. */
  private Duration longest() {
    ScanSettings.Times times = settings.times();
    return times
        .probe()
        .multipliedBy(2)
        .plus(times.connect().plus(times.write()).plus(times.verdict()).multipliedBy(5));
  }

  /**
   * The signatures by which a scan that begins now is judged.
   *
   * @throws ScannerUnavailableException when the scanner is not relied on
   */
  Signatures require() {
    Standing now = standing();
    if (now.wrong().isPresent()) {
      ScannerUnavailableException why = now.wrong().get();
      throw new ScannerUnavailableException(why.reason(), why.detail());
    }
    return now.signatures().orElseThrow();
  }

  /** A scan had its verdict. */
  synchronized void succeeded() {
    failedInARow = 0;
  }

  /** A scan had none: the scanner is tried at once, and after some of these not relied on. */
  synchronized void failed(ScannerUnavailableException why) {
    if (why.reason() == Reason.LIMIT || why.reason() == Reason.BUSY) {
      return; // Not the scanner's fault, and something that an upload could bring about.
    }
    if (standing.wrong().isPresent()) {
      return; // The trials go on at their own pace.
    }
    failedInARow++;
    if (failedInARow >= GIVE_UP) {
      stand(standing.signatures(), Optional.of(why));
    }
    calls.offer(true);
  }

  private void watch() {
    while (!closed) {
      try {
        tryOnce();
        Duration pause =
            standing.wrong().isEmpty() ? settings.times().probe() : settings.times().retry();
        calls.poll(pause.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException ended) {
        return;
      }
    }
  }

  private void tryOnce() {
    Optional<Signatures> known = standing.signatures();
    try {
      Signatures found = trial.signatures();
      boolean changed = known.map(Signatures::words).filter(found.words()::equals).isEmpty();
      known = Optional.of(found);
      trial.small();
      if (changed || largeDue || nanos.getAsLong() - largePassed >= LARGE_EVERY.toNanos()) {
        largeDue = true;
        trial.large();
        largePassed = nanos.getAsLong();
        largeDue = false;
      }
      passed(known);
    } catch (ScannerUnavailableException why) {
      notPassed(known, why);
    } catch (RuntimeException unexpected) {
      LOG.error("The trial of the scanner itself failed", unexpected);
      notPassed(
          known,
          new ScannerUnavailableException(
              Reason.ERROR, "The trial failed: " + unexpected.getClass().getSimpleName() + "."));
    }
    first.countDown();
  }

  private synchronized void passed(Optional<Signatures> signatures) {
    failedInARow = 0;
    stand(signatures, Optional.empty());
    metrics.trial("passed");
  }

  private synchronized void notPassed(
      Optional<Signatures> signatures, ScannerUnavailableException why) {
    if (closed) {
      return;
    }
    largeDue = true;
    stand(signatures, Optional.of(why));
    metrics.trial(ScanMetrics.word(why.reason()));
  }

  private void stand(Optional<Signatures> signatures, Optional<ScannerUnavailableException> wrong) {
    Optional<String> before = standing.wrong().map(ScannerUnavailableException::detail);
    standing =
        new Standing(signatures, wrong, wrong.isEmpty() ? nanos.getAsLong() : standing.since());
    if (wrong.isEmpty() && before.isPresent()) {
      LOG.info("The scanner is ready ({})", signatures.map(Signatures::words).orElse("unknown"));
    } else if (wrong.isPresent()
        && !before.equals(wrong.map(ScannerUnavailableException::detail))) {
      LOG.error("Uploads are refused, because they cannot be scanned: {}", wrong.get().detail());
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
