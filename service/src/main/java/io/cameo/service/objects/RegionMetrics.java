package io.cameo.service.objects;

import io.cameo.service.objects.RegionOutbox.Backlog;
import io.cameo.storage.regions.Region;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
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
    Gauge.builder("cameo.region.away", region, each -> each.isAway() ? 1 : 0)
        .description("1 while the region does not answer this node")
        .tag("region", region.name())
        .register(metrics);
    FunctionCounter.builder("cameo.region.failovers", region, Region::served)
        .description("Reads that the region answered in place of the home region")
        .tag("region", region.name())
        .register(metrics);
    of.gauge(
        "cameo.region.lag.seconds",
        "How long the oldest version has been waiting for its verified copy in the region",
        Backlog::lagSeconds);
    of.gauge(
        "cameo.region.copies",
        "Versions without a verified copy in the region, counted up to 10000",
        Backlog::copies);
    of.gauge(
        "cameo.region.deletions",
        "Versions that the region still has to delete, counted up to 10000",
        Backlog::deletions);
  }

  private void gauge(String name, String description, ToDoubleFunction<Backlog> value) {
    Gauge.builder(
            name, () -> backlogs.of(region.name()).map(value::applyAsDouble).orElse(Double.NaN))
        .description(description)
        .tag("region", region.name())
        .register(metrics);
  }
}
