package io.cameo.service.ops.gc;

import io.cameo.service.ops.frame.Amounts;
import io.cameo.service.reconcile.GcReport;
import io.cameo.service.reconcile.Pile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as lines for a person. */
final class GcText {

  /** What stands on a line of its own, and what it means. */
  private record Line(Pile pile, String words) {}

  private static final List<Line> LINES =
      List.of(
          new Line(Pile.OBJECTS, "objects in the store"),
          new Line(Pile.VERSIONS, "versions in the database"),
          new Line(Pile.NAMED, "objects that a version names"),
          new Line(Pile.READ, "objects read, with the bytes that are recorded"),
          new Line(Pile.YOUNG, "objects that no version names, too young to judge"),
          new Line(Pile.FOREIGN, "objects whose keys are not Cameo's; never touched"),
          new Line(Pile.INCOMING, "direct uploads on their way; the service cleans up after them"),
          new Line(Pile.ORPHANS, "orphans: objects that no version names"),
          new Line(Pile.QUARANTINED, "orphans in quarantine"),
          new Line(Pile.DUE, "orphans whose quarantine is over"),
          new Line(Pile.DELETED, "orphans deleted"),
          new Line(Pile.SPARED, "orphans that are named after all; left alone"),
          new Line(Pile.UNDELETED, "orphans that the store did not delete"),
          new Line(Pile.MISSING, "objects missing"),
          new Line(Pile.WRONG_LENGTH, "objects of another length than recorded"),
          new Line(Pile.WRONG_BYTES, "objects with other bytes than recorded"),
          new Line(Pile.REPAIRABLE, "missing objects that can be made again"),
          new Line(Pile.REPAIRED, "missing objects made again"),
          new Line(Pile.RECOVERABLE, "missing objects of which a copy exists"),
          new Line(Pile.RECOVERED, "missing objects put back from a copy"),
          new Line(Pile.ON_THEIR_WAY, "objects in the secondary region, on their way home"),
          new Line(Pile.UNREPAIRABLE, "objects that stay missing or damaged"));

  private static final List<Pile> ALWAYS = List.of(Pile.OBJECTS, Pile.VERSIONS, Pile.NAMED);
  private static final List<Pile> WITH_EXAMPLES =
      List.of(
          Pile.FOREIGN,
          Pile.ORPHANS,
          Pile.UNDELETED,
          Pile.REPAIRABLE,
          Pile.RECOVERABLE,
          Pile.RECOVERED,
          Pile.UNREPAIRABLE);

  private GcText() {}

  static List<String> of(GcReport report) {
    List<String> lines = new ArrayList<>();
    for (Line line : LINES) {
      long count = report.count(line.pile());
      if (count == 0 && !ALWAYS.contains(line.pile())) {
        continue;
      }
      long bytes = report.tally().bytes(line.pile());
      lines.add(
          String.format(
              Locale.ROOT,
              "%,12d  %s%s",
              count,
              line.words(),
              bytes == 0 ? "" : ", " + Amounts.bytes(bytes)));
      if (WITH_EXAMPLES.contains(line.pile())) {
        report
            .tally()
            .examples(line.pile())
            .forEach(example -> lines.add("                " + example));
      }
    }
    lines.add(conclusion(report));
    return lines;
  }

  private static String conclusion(GcReport report) {
    String began = report.resumed() ? "Went on with a run that was interrupted. " : "";
    if (report.stopped().isPresent()) {
      return began + "STOPPED: " + report.stopped().get();
    }
    if (!report.dryRun()) {
      return began
          + (report.hasProblems()
              ? "Done, but not everything is well: see above."
              : "Done; all is well.");
    }
    if (!report.hasProblems()) {
      return "All is well.";
    }
    return String.format(
        Locale.ROOT,
        "Nothing was changed. With --yes gc would delete %,d of the orphans, keep %,d in quarantine,"
            + " and make %,d of the missing objects again.%s",
        report.count(Pile.DUE),
        report.count(Pile.QUARANTINED),
        report.count(Pile.REPAIRABLE),
        report.count(Pile.RECOVERABLE) == 0
            ? ""
            : String.format(
                Locale.ROOT,
                " It would put %,d back from a copy.",
                report.count(Pile.RECOVERABLE)));
  }
}
