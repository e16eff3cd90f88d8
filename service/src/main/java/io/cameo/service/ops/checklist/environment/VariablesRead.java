package io.cameo.service.ops.checklist.environment;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.settings.Surroundings;

/** Whether everything that is set is read by something. */
final class VariablesRead implements Check {

  private final Surroundings surroundings;

  VariablesRead(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public About about() {
    return new About(
        Line.ENV_1,
        "variables-read",
        "Every variable that is set is one that Cameo reads",
        "Looks for variables that begin with CAMEO_ and that nothing reads: most often a typing"
            + " mistake.");
  }

  @Override
  public Answer look() {
    return Answer.warnIf(
        surroundings.unread().stream()
            .map(name -> name + " is set, but nothing reads it.")
            .toList(),
        "Correct the name, or remove the variable; docs/options.md has all of them.",
        surroundings.given().isEmpty()
            ? "Nothing is set; all is as docs/options.md says."
            : "Set and read: "
                + String.join(", ", surroundings.given().stream().sorted().toList()));
  }
}
