package io.cameo.service.structure;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Optional;
import java.util.Set;

/** The rings of the service, innermost first: imports run from a later one to an earlier one. */
enum Ring {
  FLOOR(Set.of("observability", "http", "jobs", "database", "settings", "telemetry")),
  CAPABILITIES(
      Set.of(
          "catalogue",
          "imaging",
          "scan",
          "limits",
          "fallback",
          "accounts",
          "objects",
          "gravatar",
          "switches",
          "cdn")),
  USE_CASES(
      Set.of(
          "upload",
          "delivery",
          "moderation",
          "access",
          "identities",
          "renditions",
          "demo",
          "reference",
          "reconcile",
          "backup",
          "regions",
          "takedown",
          "moving")),
  COMMANDS(Set.of("ops")),
  ROOT(Set.of(""));

  private static final String SERVICE = "io.cameo.service";

  private final Set<String> features;

  Ring(Set<String> features) {
    this.features = features;
  }

  Set<String> features() {
    return features;
  }

  static boolean isOfService(JavaClass type) {
    return type.getPackageName().equals(SERVICE) || type.getPackageName().startsWith(SERVICE + ".");
  }

  /** The package right below the service that a class lies in or below; empty for the root. */
  static String feature(JavaClass type) {
    String rest = type.getPackageName().substring(SERVICE.length());
    return rest.isEmpty() ? "" : rest.substring(1).split("\\.", 2)[0];
  }

  static Optional<Ring> of(String feature) {
    for (Ring ring : values()) {
      if (ring.features.contains(feature)) {
        return Optional.of(ring);
      }
    }
    return Optional.empty();
  }
}
