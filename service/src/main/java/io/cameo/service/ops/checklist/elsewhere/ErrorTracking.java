package io.cameo.service.ops.checklist.elsewhere;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.util.List;
import java.util.Set;

/** Whether errors are told to a tracker. */
final class ErrorTracking implements Check {

  static final List<String> TRACKERS = List.of("SENTRY_DSN", "ROLLBAR_ACCESS_TOKEN");

  private final Set<String> given;
  private final boolean production;

  /**
   * @param given names of the variables that are set
   */
  ErrorTracking(Set<String> given, boolean production) {
    this.given = Set.copyOf(given);
    this.production = production;
  }

  @Override
  public About about() {
    return new About(
        Line.MON_4,
        "error-tracking",
        "Errors are told to Sentry or Rollbar",
        "Reads whether SENTRY_DSN or ROLLBAR_ACCESS_TOKEN is set. No event is sent.");
  }

  @Override
  public Answer look() {
    List<String> set = TRACKERS.stream().filter(given::contains).toList();
    if (set.isEmpty()) {
      String none =
          "Neither SENTRY_DSN nor ROLLBAR_ACCESS_TOKEN is set: errors are in the log" + " only.";
      return production ? Answer.warn(none, "Set one of them.") : Answer.notApplicable(none);
    }
    return Answer.unknown(
        String.join(" and ", set) + " is set; whether events arrive is not seen from here.",
        "Look for the last release of Cameo among the events of your tracker.");
  }
}
