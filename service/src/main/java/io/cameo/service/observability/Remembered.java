package io.cameo.service.observability;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Figures that cost a question: they are asked for at intervals, on a thread of their own, so that
 * whoever reads them never waits and nobody asks twice at a time.
 */
public final class Remembered<T> {

  private static final Logger LOG = LoggerFactory.getLogger(Remembered.class);

  private final String what;
  private final Supplier<T> question;
  private final Duration belief;
  private final Clock clock;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile Optional<T> known = Optional.empty();
  private volatile Instant since = Instant.MIN;

  /**
   * @param what for the log
   * @param question may take its time, and may fail
   * @param belief how long an answer is good enough
   */
  public Remembered(String what, Supplier<T> question, Duration belief, Clock clock) {
    this.what = what;
    this.question = question;
    this.belief = belief;
    this.clock = clock;
  }

  /** What was answered last; empty before the first answer, and after a question that failed. */
  public Optional<T> last() {
    if (clock.instant().minus(belief).isAfter(since) && asking.compareAndSet(false, true)) {
      Thread.ofVirtual().name("remember-" + what).start(this::askOnce);
    }
    return known;
  }

  /** One figure of it; not a number while it is not known. */
  public double figure(ToDoubleFunction<T> figure) {
    return last().map(figure::applyAsDouble).orElse(Double.NaN);
  }

  private void askOnce() {
    try {
      known = Optional.of(question.get());
    } catch (RuntimeException silent) {
      LOG.debug("{} is not known", what, silent);
      known = Optional.empty();
    } finally {
      since = clock.instant();
      asking.set(false);
    }
  }
}
