package io.cameo.service.notify;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * What was sent and what waits. Every node reports the same backlog, whichever sends; it is asked
 * for at most once in a while, however often it is read.
 */
final class NotifyMetrics {

  static final String DELIVERIES = "cameo.notify.deliveries";
  static final String PENDING = "cameo.notify.pending";
  static final String OLDEST = "cameo.notify.oldest.seconds";

  private static final Duration BELIEF = Duration.ofSeconds(10);
  private static final int MOST_COUNTED = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(NotifyMetrics.class);

  private final Outbox outbox;
  private final MeterRegistry metrics;
  private final Clock clock;
  private List<Outbox.Backlog> known = List.of();
  private Instant knownSince = Instant.EPOCH;

  NotifyMetrics(Outbox outbox, MeterRegistry metrics, Clock clock) {
    this.outbox = outbox;
    this.metrics = metrics;
    this.clock = clock;
    for (Way way : Way.values()) {
      gauge(
          PENDING,
          "Deliveries of notices that wait, counted up to " + MOST_COUNTED,
          way,
          Outbox.Backlog::pending);
      gauge(
          OLDEST,
          "Age of the notice whose delivery waits longest",
          way,
          Outbox.Backlog::oldestSeconds);
    }
  }

  private void gauge(
      String name, String description, Way way, ToDoubleFunction<Outbox.Backlog> value) {
    Gauge.builder(
            name,
            this,
            self ->
                self.backlog().stream()
                    .filter(one -> one.way() == way)
                    .mapToDouble(value)
                    .findFirst()
                    .orElse(Double.NaN))
        .description(description)
        .tag("way", way.word())
        .register(metrics);
  }

  /**
   * Counts a try.
   *
   * @param outcome sent, later, failed, gone or dropped
   */
  void tried(Way way, String outcome) {
    metrics.counter(DELIVERIES, "way", way.word(), "outcome", outcome).increment();
  }

  /** Empty when the database does not say. */
  private synchronized List<Outbox.Backlog> backlog() {
    Instant now = clock.instant();
    if (now.isBefore(knownSince.plus(BELIEF))) {
      return known;
    }
    knownSince = now;
    try {
      known = outbox.backlog(MOST_COUNTED);
    } catch (DataAccessException | TransactionException silent) {
      LOG.debug("What waits to be sent is not known", silent);
      known = List.of();
    }
    return known;
  }
}
