package io.cameo.service.ops.rollback;

import io.cameo.service.releases.DeploymentWay;
import java.util.Optional;

/** The ways that Cameo knows, by their words. */
final class Deployments {

  private Deployments() {}

  /** The way; empty when the words have not the form of {@link DeploymentWay}. */
  static Optional<Deployment> of(String words, Programs programs) {
    return DeploymentWay.of(words)
        .map(
            way ->
                switch (way.kind()) {
                  case KUBERNETES -> new KubernetesDeployment(way.place(), way.name(), programs);
                  case ECS -> new EcsDeployment(way.place(), way.name(), programs);
                  case COMMAND -> new OwnDeployment(way.place(), programs);
                });
  }
}
