package io.cameo.service.ops.check;

import io.cameo.service.ops.checklist.CheckReport;
import io.cameo.service.ops.checklist.Finding;
import io.cameo.service.ops.checklist.line.Mark;
import java.time.Duration;
import java.util.Locale;

/**
 * A report as JUnit's XML, for pipelines that show such. What could not be tried is skipped and
 * never passes; with {@code --strict} it fails, as a warning does.
 */
final class CheckJunit {

  private CheckJunit() {}

  static String of(CheckReport report, boolean strict) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    long failures = report.findings().stream().filter(each -> fails(each, strict)).count();
    long skipped = report.findings().stream().filter(each -> isSkipped(each, strict)).count();
    xml.append(
        String.format(
            Locale.ROOT,
            "<testsuite name=\"cameo check\" timestamp=\"%s\" tests=\"%d\" failures=\"%d\""
                + " errors=\"0\" skipped=\"%d\" time=\"%s\">%n",
            report.at(),
            report.findings().size(),
            failures,
            skipped,
            seconds(report.took())));
    report.findings().forEach(finding -> append(xml, finding, strict));
    return xml.append("</testsuite>\n").toString();
  }

  private static void append(StringBuilder xml, Finding finding, boolean strict) {
    xml.append(
        String.format(
            Locale.ROOT,
            "  <testcase classname=\"checklist.%s\" name=\"%s %s\" time=\"%s\">%n",
            finding.about().line().category().word(),
            finding.about().line().id(),
            Xml.text(finding.about().title()),
            seconds(finding.took())));
    String words = Xml.text(String.join("\n", finding.answer().evidence()));
    String message = finding.mark().word() + ": " + words;
    if (fails(finding, strict)) {
      xml.append(
          "    <failure message=\"%s\">%s</failure>%n"
              .formatted(message, Xml.text(finding.answer().remedy())));
    } else if (isSkipped(finding, strict)) {
      xml.append("    <skipped message=\"%s\"/>%n".formatted(message));
    } else {
      xml.append("    <system-out>%s</system-out>%n".formatted(message));
    }
    xml.append("  </testcase>\n");
  }

  private static boolean fails(Finding finding, boolean strict) {
    return switch (finding.mark()) {
      case FAIL -> true;
      case WARN, UNKNOWN -> strict;
      case PASS, NOT_APPLICABLE -> false;
    };
  }

  private static boolean isSkipped(Finding finding, boolean strict) {
    return finding.mark() == Mark.NOT_APPLICABLE || (finding.mark() == Mark.UNKNOWN && !strict);
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
  }
}
