package io.cameo.service.objects;

import io.cameo.service.observability.StorageMetric;
import io.cameo.service.settings.Options;
import io.cameo.storage.s3.S3Call;
import io.cameo.storage.s3.S3Operation;
import io.cameo.storage.s3.S3Store;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Counts and times every call to S3. */
final class S3Metrics implements S3Call.Listener {

  private final Map<S3Operation, Map<S3Call.Outcome, Timer>> timers =
      new EnumMap<>(S3Operation.class);
  private final List<S3Store> watched = new CopyOnWriteArrayList<>();
  private final MeterRegistry metrics;

  /**
   * @param region that the calls go to
   */
  S3Metrics(MeterRegistry metrics, String region) {
    this.metrics = metrics;
    for (S3Operation operation : S3Operation.values()) {
      Map<S3Call.Outcome, Timer> byOutcome = new EnumMap<>(S3Call.Outcome.class);
      for (S3Call.Outcome outcome : S3Call.Outcome.values()) {
        byOutcome.put(
            outcome,
            StorageMetric.S3_CALLS.timer(metrics, operation.word(), Options.word(outcome), region));
      }
      timers.put(operation, byOutcome);
    }
  }

  /** Shows whether its server counts as away; one gauge is for all buckets that are watched. */
  void watch(S3Store bucket) {
    watched.add(bucket);
    StorageMetric.S3_AWAY.gauge(
        metrics, watched, buckets -> buckets.stream().anyMatch(S3Store::isLeftAlone) ? 1 : 0);
  }

  @Override
  public void ended(S3Call call) {
    Map<S3Call.Outcome, Timer> byOutcome = timers.get(call.operation());
    Timer timer = byOutcome == null ? null : byOutcome.get(call.outcome());
    if (timer != null) {
      timer.record(call.duration());
    }
  }
}
