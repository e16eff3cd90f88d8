package io.cameo.service.database;

import io.cameo.service.settings.Options;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * How the replicas do. The service works without them, so it is well whatever they are; the details
 * are for the operator.
 */
final class ReplicaHealth implements HealthIndicator {

  private final Replicas replicas;

  ReplicaHealth(Replicas replicas) {
    this.replicas = replicas;
  }

  @Override
  public Health health() {
    Health.Builder health = Health.up();
    for (Replica replica : replicas.all()) {
      ReplicaStatus status = replica.status();
      Map<String, Object> detail = new LinkedHashMap<>();
      detail.put("state", Options.word(status.state()));
      if (!status.why().isEmpty()) {
        detail.put("reason", status.why());
      }
      status.lag().ifPresent(lag -> detail.put("lagMillis", lag.toMillis()));
      detail.put("lagBytes", status.lagBytes());
      health.withDetail(replica.name(), detail);
    }
    return health.build();
  }
}
