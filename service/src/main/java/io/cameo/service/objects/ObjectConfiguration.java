package io.cameo.service.objects;

import io.cameo.storage.ObjectStore;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the object store. */
@Configuration(proxyBeanMethods = false)
class ObjectConfiguration {

  @Bean
  ObjectStore objectStore(ObjectSettings settings) {
    return ObjectStores.open(settings);
  }

  /**
   * Ready means that the store answers; a look at a key that cannot exist costs next to nothing.
   */
  @Bean
  HealthIndicator objectsHealthIndicator(ObjectStore objects) {
    return () -> {
      objects.stat("health/probe");
      return Health.up().build();
    };
  }
}
