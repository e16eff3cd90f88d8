package io.cameo.service.objects;

import io.cameo.service.objects.RegionSettings.Replication;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.regions.Region;
import io.cameo.storage.regions.RegionJournal;
import io.cameo.storage.regions.RegionalStore;
import io.cameo.storage.s3.S3Store;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the object store: a bucket when one is named, with its replicas, else the disk. */
@Configuration(proxyBeanMethods = false)
class ObjectConfiguration {

  /** What is said of regions is kept in the database; without replicas nothing ever is. */
  @Bean
  RegionOutbox regionOutbox(JdbcClient sql, ObjectSettings settings) {
    RegionSettings regions = settings.regions();
    return new RegionOutbox(
        sql, regions.replication() == Replication.BUCKET ? regions.names() : List.of());
  }

  @Bean
  ObjectStore objectStore(
      ObjectSettings settings, MeterRegistry metrics, ObjectProvider<RegionOutbox> outbox) {
    boolean regional = !settings.regions().replicas().isEmpty();
    return ObjectStores.open(
        settings,
        region -> new S3Metrics(metrics, regional ? Tags.of("region", region) : Tags.empty()),
        regional ? outbox.getObject() : RegionJournal.NONE);
  }

  @Bean
  LostRegions lostRegions(ObjectStore objects, ObjectSettings settings) {
    return LostRegions.of(objects, settings.regions());
  }

  @Bean
  StoreCheck storeCheck(
      ObjectStore objects,
      MeterRegistry metrics,
      Clock clock,
      ObjectProvider<RegionOutbox> outbox) {
    return switch (objects) {
      case S3Store bucket -> {
        S3Metrics.watch(bucket, metrics);
        yield new BucketCheck(bucket, clock);
      }
      case RegionalStore regions -> {
        RegionBacklogs backlogs = new RegionBacklogs(outbox.getObject(), clock);
        for (Region region : regions.regions()) {
          RegionMetrics.watch(region, backlogs, metrics);
        }
        yield new RegionCheck(regions, backlogs, clock);
      }
      default -> new DiskCheck(objects);
    };
  }

  @Bean
  StoreHealth objectsHealthIndicator(StoreCheck check) {
    return new StoreHealth(check, System::nanoTime);
  }
}
