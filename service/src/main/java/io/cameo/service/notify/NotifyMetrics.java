package io.cameo.service.notify;

import io.cameo.service.observability.ServiceMetric;
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

  private static final Duration BELIEF = Duration.ofSeconds(10);
  private static final int MOST_COUNTED = 10_000;

  /** Each series begins at zero, or the first failure would be no rise. */
  private static final List<String> OUTCOMES =
      List.of("sent", "later", "failed", "gone", "dropped");

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
      gauge(ServiceMetric.NOTIFY_PENDING, way, Outbox.Backlog::pending);
      gauge(ServiceMetric.NOTIFY_OLDEST, way, Outbox.Backlog::oldestSeconds);
      for (String outcome : OUTCOMES) {
        ServiceMetric.NOTIFY_DELIVERIES.counter(metrics, way.word(), outcome);
      }
    }
  }

  private void gauge(ServiceMetric metric, Way way, ToDoubleFunction<Outbox.Backlog> value) {
    metric.gauge(
        metrics,
        this,
        self ->
            self.backlog().stream()
                .filter(one -> one.way() == way)
                .mapToDouble(value)
                .findFirst()
                .orElse(Double.NaN),
        way.word());
  }

  /**
   * Counts a try.
   *
   * @param outcome sent, later, failed, gone or dropped
   */
  void tried(Way way, String outcome) {
    ServiceMetric.NOTIFY_DELIVERIES.counter(metrics, way.word(), outcome).increment();
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
