package io.cameo.service.backup;

import io.micrometer.core.instrument.Gauge;
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
    Gauge.builder("cameo.backup.age", age, BackupAge::seconds)
        .description("Age of the last backup that succeeded; infinite if there is none")
        .baseUnit("seconds")
        .strongReference(true)
        .register(registry);
    Gauge.builder("cameo.backup.bytes", age, BackupAge::bytes)
        .description("Bytes of the last backup that succeeded")
        .strongReference(true)
        .register(registry);
    Gauge.builder("cameo.backup.objects", age, BackupAge::objects)
        .description("Objects of the last backup that succeeded")
        .strongReference(true)
        .register(registry);
  }
}
