package io.cameo.service.objects;

import io.cameo.service.database.ChangeBus;
import io.cameo.storage.s3.S3Store;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the object store: a bucket when one is named, else the disk. */
@Configuration(proxyBeanMethods = false)
class ObjectConfiguration {

  @Bean
  StorageMoves storageMoves(JdbcClient sql) {
    return new StorageMoves(sql);
  }

  @Bean
  MovingStore objectStore(ObjectSettings settings, StorageMoves moves, MeterRegistry metrics) {
    S3Metrics calls = new S3Metrics(metrics);
    return ObjectStores.open(
        settings,
        moves,
        options -> {
          S3Store bucket = S3Store.open(options, calls);
          S3Metrics.watch(bucket, metrics);
          return bucket;
        },
        false);
  }

  @Bean
  MoveFollower moveFollower(MovingStore objects, StorageMoves moves, Clock clock, ChangeBus bus) {
    MoveFollower follower = new MoveFollower(objects, moves, clock, UUID.randomUUID());
    bus.subscribe(follower);
    return follower;
  }

  @Bean
  StoreCheck storeCheck(MovingStore objects, Clock clock) {
    return new CurrentStoreCheck(objects, clock);
  }

  @Bean
  StoreHealth objectsHealthIndicator(StoreCheck check) {
    return new StoreHealth(check, System::nanoTime);
  }
}
