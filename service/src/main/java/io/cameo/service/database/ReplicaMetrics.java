package io.cameo.service.database;

import io.cameo.service.settings.Options;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
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
    this.primary =
        Counter.builder("cameo.replica.primary.reads")
            .description("Reads that replicas might have answered and the primary did")
            .register(metrics);
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
          Counter.builder("cameo.replica.reads")
              .description("Reads that a replica was asked for, by what became of them")
              .tag("replica", replica.name())
              .tag("outcome", Options.word(outcome))
              .register(metrics));
    }
    return counters;
  }

  private static void gauges(Replica replica, MeterRegistry metrics) {
    Gauge.builder(
            "cameo.replica.lag",
            replica,
            it -> it.status().lag().map(Duration::toMillis).orElse(-1_000L) / 1000.0)
        .description("How old the state is that a replica shows; -1 when that is not known")
        .baseUnit("seconds")
        .tag("replica", replica.name())
        .register(metrics);
    Gauge.builder("cameo.replica.lag.bytes", replica, it -> it.status().lagBytes())
        .description("How much of the primary's log a replica has to replay")
        .tag("replica", replica.name())
        .register(metrics);
    Gauge.builder("cameo.replica.connections", replica, Replica::connections)
        .description("Connections of the pool to a replica")
        .tag("replica", replica.name())
        .register(metrics);
    for (ReplicaStatus.State state : ReplicaStatus.State.values()) {
      Gauge.builder("cameo.replica.state", replica, it -> it.status().state() == state ? 1 : 0)
          .description("1 for the state that a replica is in; only a usable one is read")
          .tag("replica", replica.name())
          .tag("state", Options.word(state))
          .register(metrics);
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
