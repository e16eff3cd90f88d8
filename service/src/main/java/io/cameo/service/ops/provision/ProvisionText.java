package io.cameo.service.ops.provision;

import io.cameo.storage.s3.provision.AspectReport;
import io.cameo.storage.s3.provision.Outcome;
import io.cameo.storage.s3.provision.ProvisionReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as a table for a person: an aspect a row, and below it what is to be known of it. */
final class ProvisionText {

  private static final String INDENT = "    ";

  private ProvisionText() {}

  static List<String> of(ProvisionReport report, boolean changed) {
    int width =
        report.aspects().stream().mapToInt(each -> each.aspect().length()).max().orElse(0) + 2;
    List<String> lines = new ArrayList<>();
    lines.add("The bucket " + report.bucket() + ", " + report.server());
    for (AspectReport each : report.aspects()) {
      lines.add(String.format(Locale.ROOT, "  %-" + width + "s%s", each.aspect(), words(each)));
      below(each).forEach(line -> lines.add(INDENT + line));
    }
    lines.add(conclusion(report, changed));
    return lines;
  }

  /** Where others work against it, that nothing of Cameo's differs is only half of the truth. */
  private static String words(AspectReport report) {
    boolean against = report.outcome() == Outcome.AS_WANTED && !report.conflicts().isEmpty();
    return against ? "yours to decide" : report.outcome().words();
  }

  private static List<String> below(AspectReport report) {
    List<String> lines = new ArrayList<>();
    if (report.outcome() == Outcome.AS_WANTED) {
      // Such as why nothing is wanted here; what is there as it should be needs no words.
      report.wanted().stream()
          .filter(line -> !report.found().contains(line))
          .forEach(line -> lines.add("wanted: " + line));
    } else {
      String was = report.outcome() == Outcome.CHANGED ? "was:    " : "found:  ";
      String is = report.outcome() == Outcome.CHANGED ? "is:     " : "wanted: ";
      report.found().forEach(line -> lines.add(was + line));
      report.wanted().forEach(line -> lines.add(is + line));
    }
    report.others().forEach(line -> lines.add("others: " + line));
    report.conflicts().forEach(line -> lines.add("BUT:    " + line));
    if (!report.detail().isEmpty()) {
      lines.add(report.detail());
    }
    return lines;
  }

  private static String conclusion(ProvisionReport report, boolean changed) {
    long differing =
        report.aspects().stream().filter(each -> each.outcome() == Outcome.DRIFT).count();
    long unsupported =
        report.aspects().stream().filter(each -> each.outcome() == Outcome.NOT_SUPPORTED).count();
    if (!changed && differing > 0) {
      return "Nothing was changed. With --yes the command would change what differs.";
    }
    if (report.hasProblems()) {
      return "Not everything is as it should be: see above.";
    }
    return unsupported > 0 ? "All is well, as far as this server can." : "All is well.";
  }
}
