package io.cameo.service.ops.gc;

import io.cameo.service.imaging.ImagingSettings;
import io.cameo.service.imaging.MasterWorkers;
import io.cameo.service.ops.frame.Consent;
import io.cameo.service.ops.frame.JsonForm;
import io.cameo.service.ops.frame.OpsCommand;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.ops.frame.Progress;
import io.cameo.service.ops.frame.Verdict;
import io.cameo.service.reconcile.Finding;
import io.cameo.service.reconcile.GcBusyException;
import io.cameo.service.reconcile.GcListener;
import io.cameo.service.reconcile.GcPlan;
import io.cameo.service.reconcile.GcReport;
import io.cameo.service.reconcile.InventoryException;
import io.cameo.service.reconcile.InventoryList;
import io.cameo.service.reconcile.ReconcileSettings;
import io.cameo.service.reconcile.Reconciler;
import io.cameo.storage.StorageException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares the whole object store with the database. */
@Command(
    name = "gc",
    description =
        "Compares the object store with the database; deletes orphans and repairs renditions.")
public final class GcCommand extends OpsCommand {

  @Mixin private final Consent consent = new Consent();
  @Mixin private final JsonForm json = new JsonForm();

  @Option(names = "--deep", description = "Also read every object and compare its SHA-256.")
  private boolean deep;

  @Option(
      names = "--rate",
      paramLabel = "MB",
      description = "Most megabytes a second that --deep reads (default: ${DEFAULT-VALUE}).")
  private int rate = 50;

  @Option(
      names = "--max-deletions",
      paramLabel = "N",
      description = "Most objects to delete; with more due, none is (CAMEO_GC_MAX_DELETIONS).")
  private Optional<Long> maxDeletions = Optional.empty();

  @Option(
      names = "--max-share",
      paramLabel = "PERCENT",
      description = "The same in percent of all objects (CAMEO_GC_MAX_SHARE).")
  private Optional<Integer> maxShare = Optional.empty();

  @Option(
      names = "--max-repairs",
      paramLabel = "N",
      description = "Most versions whose renditions are made again (default: ${DEFAULT-VALUE}).")
  private int maxRepairs = 10_000;

  @Option(
      names = "--findings",
      paramLabel = "FILE",
      description = "A new file that gets every finding as a line of JSON.")
  private Optional<Path> findings = Optional.empty();

  @Option(
      names = "--inventory",
      paramLabel = "FOLDER",
      description = "Take an S3 Inventory report (CSV) in this folder for the bucket's listing.")
  private Optional<Path> inventory = Optional.empty();

  @Override
  protected Verdict run(OpsContext context) throws Exception {
    ReconcileSettings settings = context.settings(ReconcileSettings.class);
    GcPlan plan = plan(settings);
    context.requireSchema();
    GcReport report;
    try (MasterWorkers workers = new MasterWorkers(context.settings(ImagingSettings.class));
        FindingsFile file = FindingsFile.open(findings);
        Progress progress = context.progress("Compared, percent", 100)) {
      Reconciler reconciler =
          new Reconciler(context.dataSource(), context.objects(), workers, settings);
      report = run(context, reconciler, plan, new Shown(progress, file));
    } catch (GcBusyException | InventoryException cannot) {
      throw OpsException.problem(String.valueOf(cannot.getMessage()), cannot);
    } catch (StorageException failed) {
      throw OpsException.problem(
          "The object store failed: "
              + failed.getMessage()
              + ". Nothing is lost; run gc again, with --yes it goes on from here.",
          failed);
    }
    if (json.isAsked()) {
      context.printJson(report.json());
    } else {
      GcText.of(report).forEach(context::print);
    }
    return Verdict.wellIf(!report.hasProblems());
  }

  private GcReport run(OpsContext context, Reconciler reconciler, GcPlan plan, GcListener listener)
      throws SQLException {
    if (inventory.isEmpty()) {
      return reconciler.run(plan, listener);
    }
    try (InventoryList report = InventoryList.load(context.dataSource(), inventory.get())) {
      context.say("The report of " + report.taken() + " has " + report.objects() + " objects.");
      return reconciler.run(plan, report, listener);
    }
  }

  private GcPlan plan(ReconcileSettings settings) {
    if (rate < 1) {
      throw OpsException.wrongUse("--rate is 1 or more.");
    }
    if (maxShare.filter(share -> share < 0 || share > 100).isPresent()) {
      throw OpsException.wrongUse("--max-share is 0 to 100.");
    }
    if (maxDeletions.filter(most -> most < 0).isPresent() || maxRepairs < 0) {
      throw OpsException.wrongUse("--max-deletions and --max-repairs are 0 or more.");
    }
    return new GcPlan(
        consent.isGiven(),
        deep ? OptionalLong.of(rate * 1_000_000L) : OptionalLong.empty(),
        maxDeletions.orElse(settings.maxDeletions()),
        maxShare.orElse(settings.maxShare()),
        maxRepairs);
  }

  /** Shows how far the comparison is, and writes down what it finds. */
  private static final class Shown implements GcListener {
    private final Progress progress;
    private final FindingsFile file;
    private long percent;

    Shown(Progress progress, FindingsFile file) {
      this.progress = progress;
      this.file = file;
    }

    @Override
    public void compared(double share, long objects) {
      progress.note(objects + " objects");
      long now = Math.round(share * 100);
      progress.advance(now - percent);
      percent = now;
    }

    @Override
    public void found(Finding finding) {
      file.write(finding);
    }
  }
}
