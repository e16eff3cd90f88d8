package io.cameo.service.ops.check;

import io.cameo.service.ops.checklist.CheckReport;
import io.cameo.service.ops.checklist.Finding;
import io.cameo.service.ops.checklist.line.Category;
import io.cameo.service.ops.checklist.line.Mark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A report as lines for a person. */
final class CheckTable {

  private static final String ROW = "  %-7s %-15s %s";
  private static final String BELOW = " ".repeat(26);

  private CheckTable() {}

  static List<String> of(CheckReport report, boolean strict) {
    List<String> lines = new ArrayList<>();
    Optional<Category> last = Optional.empty();
    for (Finding finding : report.findings()) {
      Category category = finding.about().line().category();
      if (!last.equals(Optional.of(category))) {
        lines.add(category.word());
        last = Optional.of(category);
      }
      lines.add(
          String.format(
              Locale.ROOT,
              ROW,
              finding.about().line().id(),
              marked(finding.mark()),
              finding.about().title()));
      finding.answer().evidence().forEach(seen -> lines.add(BELOW + seen));
      if (!finding.answer().remedy().isEmpty()) {
        lines.add(BELOW + "-> " + finding.answer().remedy());
      }
    }
    lines.add("");
    lines.add(counts(report) + " in " + tenths(report.took().toMillis()) + " s.");
    lines.add(conclusion(report, strict));
    return lines;
  }

  /** What somebody has to read stands out. */
  private static String marked(Mark mark) {
    return mark == Mark.FAIL || mark == Mark.WARN
        ? mark.word().toUpperCase(Locale.ROOT)
        : mark.word();
  }

  static String counts(CheckReport report) {
    return Arrays.stream(Mark.values())
        .map(mark -> report.count(mark) + " " + mark.word())
        .collect(Collectors.joining(", "));
  }

  static String tenths(long millis) {
    return String.format(Locale.ROOT, "%.1f", millis / 1000.0);
  }

  private static String ids(CheckReport report, Mark mark) {
    return report.findings().stream()
        .filter(each -> each.mark() == mark)
        .map(each -> each.about().line().id())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  static String conclusion(CheckReport report, boolean strict) {
    if (report.has(Mark.FAIL)) {
      return "Not ready: put right what failed ("
          + ids(report, Mark.FAIL)
          + "), then run the check again.";
    }
    if (!report.isWell(strict)) {
      return "Nothing failed, but --strict lets neither a warning pass nor what could not be tried.";
    }
    if (report.has(Mark.WARN) || report.has(Mark.UNKNOWN)) {
      return "Nothing failed. What is a warning or unknown is for you to judge;"
          + " --strict takes it for a failure.";
    }
    return "All is well.";
  }
}
