package io.cameo.service.objects;

import io.cameo.service.database.ChangeBus;
import io.cameo.service.objects.RegionSettings.Replication;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.regions.Region;
import io.cameo.storage.regions.RegionJournal;
import io.cameo.storage.regions.RegionalStore;
import io.cameo.storage.s3.S3Store;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
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

  /** By the primary's word: a replica of the database may not know of the last phase yet. */
  @Bean
  StorageMoves storageMoves(JdbcClient sql) {
    return new StorageMoves(sql);
  }

  @Bean
  MovingStore objectStore(
      ObjectSettings settings,
      StorageMoves moves,
      JdbcClient sql,
      MeterRegistry metrics,
      ObjectProvider<RegionOutbox> outbox) {
    S3Metrics calls = new S3Metrics(metrics, Region.HOME);
    boolean regional = !settings.regions().replicas().isEmpty();
    return ObjectStores.open(
        settings,
        moves,
        new ObjectStores.Ways(
            options -> {
              S3Store bucket = S3Store.open(options, calls);
              calls.watch(bucket);
              return bucket;
            },
            region -> new S3Metrics(metrics, region),
            regional ? outbox.getObject() : RegionJournal.NONE),
        place -> DiskStart.require(place, sql),
        false);
  }

  @Bean
  LostRegions lostRegions(ObjectStore objects, ObjectSettings settings) {
    return LostRegions.of(objects, settings.regions());
  }

  @Bean
  MoveFollower moveFollower(MovingStore objects, StorageMoves moves, Clock clock, ChangeBus bus) {
    MoveFollower follower = new MoveFollower(objects, moves, clock, UUID.randomUUID());
    bus.subscribe(follower);
    return follower;
  }

  @Bean
  StoreCheck storeCheck(
      MovingStore objects,
      MeterRegistry metrics,
      Clock clock,
      ObjectProvider<RegionOutbox> outbox) {
    RegionBacklogs backlogs = new RegionBacklogs(outbox.getObject(), clock);
    if (objects.configuredStore() instanceof RegionalStore regions) {
      for (Region region : regions.regions()) {
        RegionMetrics.watch(region, backlogs, metrics);
      }
    }
    return new CurrentStoreCheck(
        objects::currentStore,
        store ->
            switch (store) {
              case S3Store bucket -> new BucketCheck(bucket, clock);
              case RegionalStore regions -> new RegionCheck(regions, backlogs, clock);
              default -> new DiskCheck(store);
            });
  }

  @Bean
  StoreHealth objectsHealthIndicator(StoreCheck check) {
    return new StoreHealth(check, System::nanoTime);
  }
}
