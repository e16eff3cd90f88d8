package io.cameo.service.ops.rollback;

import java.util.List;
import java.util.Map;

/** A command of the operator's; it may be run again after an interruption. */
record OwnDeployment(String command, Programs programs) implements Deployment {

  @Override
  public String target() {
    return "what the command goes back to";
  }

  @Override
  public List<String> plan(String target) {
    return List.of("Run: " + command);
  }

  @Override
  public void go(String target, Map<String, String> environment) {
    programs.run(environment, List.of("sh", "-c", command));
  }
}
