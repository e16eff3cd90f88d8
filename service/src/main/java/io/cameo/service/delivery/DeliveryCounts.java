package io.cameo.service.delivery;

import io.cameo.service.observability.PictureMetric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Counts what was delivered; looked up once, because the path it counts is the hot one. */
final class DeliveryCounts {

  private final Counter whole;
  private final Counter notModified;
  private final Counter part;
  private final Counter missing;
  private final Counter failed;
  private final Map<FallbackReason, Counter> substitutes = new EnumMap<>(FallbackReason.class);

  DeliveryCounts(MeterRegistry metrics) {
    this.whole = counter(metrics, "whole");
    this.notModified = counter(metrics, "not-modified");
    this.part = counter(metrics, "part");
    this.missing = counter(metrics, "missing");
    this.failed = counter(metrics, "failed");
    for (FallbackReason why : FallbackReason.values()) {
      substitutes.put(why, PictureMetric.SUBSTITUTES.counter(metrics, why.word()));
    }
  }

  private static Counter counter(MeterRegistry metrics, String outcome) {
    return PictureMetric.DELIVERIES.counter(metrics, outcome);
  }

  void delivered(int status) {
    switch (status) {
      case 200 -> whole.increment();
      case 304 -> notModified.increment();
      default -> part.increment();
    }
  }

  void missing() {
    missing.increment();
  }

  void substitute(FallbackReason why) {
    Objects.requireNonNull(substitutes.get(why)).increment();
  }

  void failed() {
    failed.increment();
  }
}
