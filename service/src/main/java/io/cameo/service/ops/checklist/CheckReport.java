package io.cameo.service.ops.checklist;

import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.checklist.line.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the checks came to.
 *
 * @param at when they were begun
 * @param took how long all of them took
 * @param findings in the order of the checklist
 */
public record CheckReport(Instant at, Duration took, List<Finding> findings) {

  public CheckReport {
    findings = List.copyOf(findings);
  }

  public boolean has(Mark mark) {
    return count(mark) > 0;
  }

  public long count(Mark mark) {
    return findings.stream().filter(each -> each.mark() == mark).count();
  }

  /** Those of one line. */
  public List<Finding> of(Line line) {
    return findings.stream().filter(each -> each.about().line() == line).toList();
  }

  /**
   * Whether nothing stands in the way.
   *
   * @param strict whether a warning does, and what could not be tried
   */
  public boolean isWell(boolean strict) {
    return !has(Mark.FAIL) && !(strict && (has(Mark.WARN) || has(Mark.UNKNOWN)));
  }
}
