package io.cameo.service.ops.checklist.environment;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.settings.Surroundings;
import java.util.ArrayList;
import java.util.List;

/** Whether a start in production would be allowed with these settings. */
final class ProductionSafe implements Check {

  private final Surroundings surroundings;

  ProductionSafe(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public About about() {
    return new About(
        Line.ENV_1,
        "production-safe",
        "The settings are those of production, and a start with them is allowed",
        "Reads NODE_ENV and CAMEO_ENV, and makes the checks that a start in production makes.");
  }

  @Override
  public Answer look() {
    if (surroundings.production()) {
      return Answer.failIf(
          surroundings.refused(),
          "The service does not start like this. docs/options.md explains each setting.",
          "NODE_ENV or CAMEO_ENV is production; a start is allowed.");
    }
    List<String> remarks = new ArrayList<>();
    remarks.add(
        "These are settings for development: neither NODE_ENV nor CAMEO_ENV is production.");
    surroundings.refused().forEach(one -> remarks.add("Production would refuse: " + one));
    return Answer.warnIf(remarks, "Set NODE_ENV=production where users are served.");
  }
}
