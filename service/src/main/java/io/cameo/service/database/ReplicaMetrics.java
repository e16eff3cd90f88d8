package io.cameo.service.database;

import io.cameo.service.observability.ServiceMetric;
import io.cameo.service.settings.Options;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts where reads went, and shows how each replica does. */
final class ReplicaMetrics {

  /** What came of asking a replica. Every one but the first was then asked of the primary. */
  enum Outcome {
    ANSWERED,
    /** It did not know the thing, which the primary must confirm. */
    UNSURE,
    BEHIND,
    BUSY,
    FAILED
  }

  private final Map<String, Map<Outcome, Counter>> asked = new HashMap<>();
  private final Counter primary;

  ReplicaMetrics(List<Replica> replicas, MeterRegistry metrics) {
    this.primary = ServiceMetric.REPLICA_PRIMARY_READS.counter(metrics);
    for (Replica replica : replicas) {
      asked.put(replica.name(), counters(replica, metrics));
      gauges(replica, metrics);
    }
  }

  private static Map<Outcome, Counter> counters(Replica replica, MeterRegistry metrics) {
    Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      counters.put(
          outcome,
          ServiceMetric.REPLICA_READS.counter(metrics, replica.name(), Options.word(outcome)));
    }
    return counters;
  }

  private static void gauges(Replica replica, MeterRegistry metrics) {
    String name = replica.name();
    ServiceMetric.REPLICA_LAG.gauge(
        metrics,
        replica,
        it -> it.status().lag().map(Duration::toMillis).orElse(-1_000L) / 1000.0,
        name);
    ServiceMetric.REPLICA_LAG_BYTES.gauge(metrics, replica, it -> it.status().lagBytes(), name);
    ServiceMetric.REPLICA_CONNECTIONS.gauge(metrics, replica, Replica::connections, name);
    for (ReplicaStatus.State state : ReplicaStatus.State.values()) {
      ServiceMetric.REPLICA_STATE.gauge(
          metrics, replica, it -> it.status().state() == state ? 1 : 0, name, Options.word(state));
    }
  }

  void asked(Replica replica, Outcome outcome) {
    Map<Outcome, Counter> counters = asked.get(replica.name());
    Counter counter = counters == null ? null : counters.get(outcome);
    if (counter != null) {
      counter.increment();
    }
  }

  void primary() {
    primary.increment();
  }
}
