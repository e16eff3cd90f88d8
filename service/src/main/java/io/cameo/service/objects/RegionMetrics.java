package io.cameo.service.objects;

import io.cameo.service.objects.RegionOutbox.Backlog;
import io.cameo.service.observability.Metric;
import io.cameo.service.observability.StorageMetric;
import io.cameo.storage.regions.Region;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** Shows of each region whether it answers, how far it is behind, and what it still has to do. */
final class RegionMetrics {

  private final Region region;
  private final RegionBacklogs backlogs;
  private final MeterRegistry metrics;

  private RegionMetrics(Region region, RegionBacklogs backlogs, MeterRegistry metrics) {
    this.region = region;
    this.backlogs = backlogs;
    this.metrics = metrics;
  }

  static void watch(Region region, RegionBacklogs backlogs, MeterRegistry metrics) {
    RegionMetrics of = new RegionMetrics(region, backlogs, metrics);
    StorageMetric.REGION_AWAY.gauge(metrics, region, each -> each.isAway() ? 1 : 0, region.name());
    StorageMetric.REGION_FAILOVERS.count(metrics, region, Region::served, region.name());
    of.gauge(StorageMetric.REGION_LAG, Backlog::lagSeconds);
    of.gauge(StorageMetric.REGION_COPIES, Backlog::copies);
    of.gauge(StorageMetric.REGION_DELETIONS, Backlog::deletions);
  }

  private void gauge(Metric metric, ToDoubleFunction<Backlog> value) {
    metric.heldGauge(
        metrics,
        this,
        self -> self.backlogs.of(region.name()).map(value::applyAsDouble).orElse(Double.NaN),
        region.name());
  }
}
