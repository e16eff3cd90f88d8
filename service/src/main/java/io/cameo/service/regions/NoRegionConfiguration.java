package io.cameo.service.regions;

import io.cameo.service.objects.ObjectSettings;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is done where no replicas are named: those that are named later are compared anew. */
@Configuration(proxyBeanMethods = false)
class NoRegionConfiguration {

  @Bean
  ApplicationRunner forgetRegions(JdbcClient sql, ObjectSettings settings) {
    return arguments -> {
      if (settings.regions().replicas().isEmpty()) {
        Backfill.forgetAll(sql);
      }
    };
  }
}
