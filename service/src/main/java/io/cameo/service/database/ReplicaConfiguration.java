package io.cameo.service.database;

import io.cameo.service.database.DatabaseConfiguration.Logins;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the read replicas; without any, every read is the primary's. */
@Configuration(proxyBeanMethods = false)
class ReplicaConfiguration {

  /** After the schema: from the first look on a replica has to have it. */
  @Bean(destroyMethod = "close")
  Replicas replicas(
      ReplicaSettings settings,
      DatabaseSettings database,
      Logins logins,
      ChangeBus bus,
      SchemaAtStart schema)
      throws SQLException {
    Replicas replicas = Replicas.open(settings, database, logins, System::nanoTime);
    if (settings.any()) {
      // Before those who remember answers: who forgets one and asks again must not be sent to a
      // replica that has not heard.
      bus.subscribeFirst(replicas.changes());
    }
    return replicas;
  }

  @Bean
  Reads reads(Replicas replicas, JdbcClient primary, MeterRegistry metrics) {
    return replicas.reads(primary, metrics);
  }

  @Bean(destroyMethod = "")
  ReplicaMonitor replicaMonitor(Replicas replicas) {
    return replicas.monitor();
  }

  @Bean
  ReplicaHealth replicasHealthIndicator(Replicas replicas) {
    return new ReplicaHealth(replicas);
  }
}
