package io.cameo.service.ops.rollback;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.cameo.service.ops.frame.JsonForm;
import io.cameo.service.ops.frame.OpsContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rollback will do and has done.
 *
 * @param from the release that is left
 * @param to the release that is gone back to
 */
record RollbackReport(String from, String to, String message, List<Line> steps) {

  /**
   * One step.
   *
   * @param state how far it is; {@code null} when it has not begun
   * @param evidence what shows that it is done, or why it failed
   * @param plan what is still to do
   */
  record Line(
      String name,
      String checklist,
      @Nullable String state,
      @Nullable Instant at,
      @Nullable String evidence,
      List<String> plan) {

    boolean isOver() {
      return state != null && StepState.State.valueOf(state).isOver();
    }
  }

  @JsonIgnore
  boolean isThrough() {
    return steps.stream().allMatch(Line::isOver);
  }

  void show(OpsContext context, JsonForm json) {
    if (json.isAsked()) {
      context.printJson(this);
      return;
    }
    context.print("Rollback from release " + from + " to release " + to);
    int number = 1;
    for (Line step : steps) {
      context.print(
          "%d  %-11s %-5s %s"
              .formatted(
                  number++,
                  step.name(),
                  step.checklist(),
                  step.state() == null
                      ? "to do"
                      : step.state().toLowerCase(java.util.Locale.ROOT)));
      if (step.evidence() != null) {
        context.print("     " + step.evidence());
      }
      step.plan().forEach(line -> context.print("     - " + line));
    }
  }
}
