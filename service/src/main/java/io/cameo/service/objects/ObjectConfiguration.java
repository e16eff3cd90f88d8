package io.cameo.service.objects;

import io.cameo.storage.ObjectStore;
import io.cameo.storage.s3.S3Store;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the object store: a bucket when one is named, else the disk. */
@Configuration(proxyBeanMethods = false)
class ObjectConfiguration {

  @Bean
  ObjectStore objectStore(ObjectSettings settings, MeterRegistry metrics) {
    return ObjectStores.open(settings, metrics);
  }

  @Bean
  StoreCheck storeCheck(ObjectStore objects, MeterRegistry metrics, Clock clock) {
    if (!(objects instanceof S3Store bucket)) {
      return new DiskCheck(objects);
    }
    S3Metrics.watch(bucket, metrics);
    return new BucketCheck(bucket, clock);
  }

  @Bean
  StoreHealth objectsHealthIndicator(StoreCheck check) {
    return new StoreHealth(check, System::nanoTime);
  }
}
