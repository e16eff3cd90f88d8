package io.cameo.service.ops.rollback;

import java.util.List;

/**
 * The steps in their order. Users are told before anything moves, and the schema goes last: until
 * then the program of the release that is left, which this command is, can use it.
 */
final class Steps {

  static final List<String> NAMES = List.of("uploads", "notice", "deployment", "orphans", "schema");

  private Steps() {}

  static List<Step> of(Situation situation) {
    return List.of(
        new UploadsStep(situation),
        new NoticeStep(situation),
        new DeploymentStep(situation),
        new OrphansStep(situation),
        new SchemaStep(situation));
  }
}
