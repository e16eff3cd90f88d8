package io.cameo.service.ops.inspect;

import io.cameo.image.Crop;
import io.cameo.service.http.ProblemException;
import io.cameo.service.imaging.ImagingBusyException;
import io.cameo.service.imaging.ImagingSettings;
import io.cameo.service.ops.frame.OpsCommand;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.ops.frame.Verdict;
import io.cameo.service.scan.Scanner;
import io.cameo.service.upload.UploadSettings;
import io.cameo.service.upload.UploadTrial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says of files what the service would do with them. */
@Command(
    name = "inspect",
    description =
        "Say what the service would do with each FILE, and with all below a DIR, and why.")
public final class InspectCommand extends OpsCommand {

  private static final int MOST_AT_ONCE = 64;

  @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "What to look at.")
  private List<Path> named = List.of();

  @Option(names = "--json", description = "A line of JSON for each file, as it is done.")
  private boolean json;

  @Option(
      names = "--crop",
      paramLabel = "X,Y,SIZE[,ROTATE]",
      description = "The square that the sender chose, in pixels of the upright picture.")
  private Optional<String> crop = Optional.empty();

  @Option(
      names = "--at-once",
      paramLabel = "N",
      description = "Files at the same time, each with a worker of its own (CAMEO_WORKERS).")
  private Optional<Integer> atOnce = Optional.empty();

  @Override
  protected Verdict run(OpsContext context) throws Exception {
    for (Path path : named) {
      if (!Files.exists(path)) {
        throw OpsException.wrongUse("There is no file or folder " + path + ".");
      }
    }
    ImagingSettings imaging = context.settings(ImagingSettings.class);
    int workers = atOnce.orElse(imaging.workers().count());
    if (workers < 1 || workers > MOST_AT_ONCE) {
      throw OpsException.wrongUse("--at-once is 1 to " + MOST_AT_ONCE + ".");
    }
    Consumer<Finding> results =
        json ? finding -> context.printJsonLine(finding.json()) : finding -> tell(context, finding);
    Inspection inspection =
        new Inspection(
            imaging,
            context.settings(UploadSettings.class),
            context.part(Scanner.class),
            square(),
            results);
    if (!json) {
      context.print(Table.HEAD);
    }
    try (Corpus files = new Corpus(named)) {
      Inspection.Totals totals = inspection.run(files, workers);
      sum(totals).forEach(context::say);
      return Verdict.wellIf(
          totals.count(Finding.Verdict.ACCEPTED) == totals.files && totals.failedControls == 0);
    } catch (ImagingBusyException noWorker) {
      throw OpsException.problem(
          "No worker came up; its last words stand above. docs/operations/sandbox.md and"
              + " docs/operations/inspect.md say what it needs.",
          noWorker);
    }
  }

  private Optional<Crop> square() {
    try {
      return crop.flatMap(UploadTrial::crop);
    } catch (ProblemException bad) {
      throw OpsException.wrongUse("--crop: " + bad.problem().detail());
    }
  }

  private static List<String> sum(Inspection.Totals totals) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%d files: %d accepted, %d refused, %d failed, %d unreadable."
            .formatted(
                totals.files,
                totals.count(Finding.Verdict.ACCEPTED),
                totals.count(Finding.Verdict.REFUSED),
                totals.count(Finding.Verdict.FAILED),
                totals.count(Finding.Verdict.UNREADABLE)));
    totals.codes.forEach((code, count) -> lines.add("  %6d  %s".formatted(count, code)));
    if (totals.controls > 0) {
      lines.add(
          "%d of %d control pictures in between were accepted."
              .formatted(totals.controls - totals.failedControls, totals.controls));
    }
    return lines;
  }

  private static void tell(OpsContext context, Finding finding) {
    context.print(Table.row(finding));
    finding.detail().ifPresent(detail -> context.print("           " + detail));
  }
}
