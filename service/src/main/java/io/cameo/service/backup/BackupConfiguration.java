package io.cameo.service.backup;

import io.cameo.service.observability.StorageMetric;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires what the running service tells about backups; making them is for commands. */
@Configuration(proxyBeanMethods = false)
class BackupConfiguration {

  @Bean
  MeterBinder backupMetrics(JdbcClient sql, Clock clock) {
    BackupAge age = new BackupAge(new BackupHistory(sql), clock);
    return registry -> register(registry, age);
  }

  private static void register(MeterRegistry registry, BackupAge age) {
    StorageMetric.BACKUP_AGE.heldGauge(registry, age, BackupAge::seconds);
    StorageMetric.BACKUP_BYTES.heldGauge(registry, age, BackupAge::bytes);
    StorageMetric.BACKUP_OBJECTS.heldGauge(registry, age, BackupAge::objects);
  }
}
