package io.cameo.service.takedown;

import io.cameo.service.cdn.Probe;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
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
    gauge(
        metrics,
        "cameo.cdn.pending",
        "Changes that the CDN is not proven to show, counted up to " + MOST_COUNTED,
        PurgeOutbox.Backlog::pending);
    gauge(
        metrics,
        "cameo.cdn.late",
        "Take-downs that are not proven at the CDN and are past the deadline",
        PurgeOutbox.Backlog::late);
    gauge(
        metrics,
        "cameo.cdn.oldest.seconds",
        "Age of the oldest take-down that is not proven at the CDN",
        PurgeOutbox.Backlog::oldestSeconds);
    this.proofs =
        Timer.builder("cameo.cdn.proofs")
            .description("From a change to the proof that the CDN shows it")
            .publishPercentileHistogram()
            .register(metrics);
    this.lateProofs =
        counter(metrics, "cameo.cdn.proofs.late", "Take-downs that were proven past the deadline");
    this.returned =
        counter(metrics, "cameo.cdn.returned", "Looks that found an old picture after its purge");
    this.purges = outcome(metrics, "done");
    this.failures = outcome(metrics, "failed");
    for (Probe.Cache cache : Probe.Cache.values()) {
      probes.put(
          cache,
          Counter.builder("cameo.cdn.probes")
              .description("Looks at public addresses by what the CDN said of its cache")
              .tag("cache", cache.name().toLowerCase(Locale.ROOT))
              .register(metrics));
    }
  }

  private void gauge(
      MeterRegistry metrics,
      String name,
      String description,
      ToDoubleFunction<PurgeOutbox.Backlog> value) {
    Gauge.builder(name, this, self -> self.backlog().map(value::applyAsDouble).orElse(Double.NaN))
        .description(description)
        .register(metrics);
  }

  private static Counter counter(MeterRegistry metrics, String name, String description) {
    return Counter.builder(name).description(description).register(metrics);
  }

  private static Counter outcome(MeterRegistry metrics, String outcome) {
    return Counter.builder("cameo.cdn.purges")
        .description("Calls that told the CDN what to let go of")
        .tag("outcome", outcome)
        .register(metrics);
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
