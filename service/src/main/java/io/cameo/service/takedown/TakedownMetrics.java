package io.cameo.service.takedown;

import io.cameo.service.cdn.Probe;
import io.cameo.service.observability.Metric;
import io.cameo.service.observability.StorageMetric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * What the CDN was told and has shown. Every node reports the same backlog, whichever works on it;
 * it is asked for at most once in {@link #BELIEF}, however often it is read.
 */
final class TakedownMetrics {

  static final Duration BELIEF = Duration.ofSeconds(2);

  private static final int MOST_COUNTED = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(TakedownMetrics.class);

  private final PurgeOutbox outbox;
  private final Duration deadline;
  private final Clock clock;
  private final Timer proofs;
  private final Counter lateProofs;
  private final Counter purges;
  private final Counter failures;
  private final Counter returned;
  private final Map<Probe.Cache, Counter> probes = new EnumMap<>(Probe.Cache.class);
  private Optional<PurgeOutbox.Backlog> known = Optional.empty();
  private Instant knownSince = Instant.EPOCH;

  TakedownMetrics(PurgeOutbox outbox, Duration deadline, MeterRegistry metrics, Clock clock) {
    this.outbox = outbox;
    this.deadline = deadline;
    this.clock = clock;
    gauge(metrics, StorageMetric.CDN_PENDING, PurgeOutbox.Backlog::pending);
    gauge(metrics, StorageMetric.CDN_LATE, PurgeOutbox.Backlog::late);
    gauge(metrics, StorageMetric.CDN_OLDEST, PurgeOutbox.Backlog::oldestSeconds);
    this.proofs = StorageMetric.CDN_PROOFS.timer(metrics);
    this.lateProofs = StorageMetric.CDN_PROOFS_LATE.counter(metrics);
    this.returned = StorageMetric.CDN_RETURNED.counter(metrics);
    this.purges = StorageMetric.CDN_PURGES.counter(metrics, "done");
    this.failures = StorageMetric.CDN_PURGES.counter(metrics, "failed");
    for (Probe.Cache cache : Probe.Cache.values()) {
      probes.put(
          cache, StorageMetric.CDN_PROBES.counter(metrics, cache.name().toLowerCase(Locale.ROOT)));
    }
  }

  private void gauge(
      MeterRegistry metrics, Metric metric, ToDoubleFunction<PurgeOutbox.Backlog> value) {
    metric.gauge(
        metrics, this, self -> self.backlog().map(value::applyAsDouble).orElse(Double.NaN));
  }

  void purged(boolean heard) {
    (heard ? purges : failures).increment();
  }

  void probed(Probe.Cache cache) {
    Counter counter = probes.get(cache);
    if (counter != null) {
      counter.increment();
    }
  }

  void returned() {
    returned.increment();
  }

  void proven(Duration took, boolean takedown) {
    proofs.record(took);
    if (takedown && took.compareTo(deadline) > 0) {
      lateProofs.increment();
    }
  }

  /** Empty when the database does not say. */
  private synchronized Optional<PurgeOutbox.Backlog> backlog() {
    Instant now = clock.instant();
    if (now.isBefore(knownSince.plus(BELIEF))) {
      return known;
    }
    knownSince = now;
    try {
      known = Optional.of(outbox.backlog(deadline, MOST_COUNTED));
    } catch (DataAccessException | TransactionException silent) {
      LOG.debug("What is outstanding at the CDN is not known", silent);
      known = Optional.empty();
    }
    return known;
  }
}
