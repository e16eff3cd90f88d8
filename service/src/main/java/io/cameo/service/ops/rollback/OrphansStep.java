package io.cameo.service.ops.rollback;

import io.cameo.service.imaging.ImagingSettings;
import io.cameo.service.imaging.MasterWorkers;
import io.cameo.service.objects.PicturesMissingException;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.ops.frame.Progress;
import io.cameo.service.reconcile.Finding;
import io.cameo.service.reconcile.GcBusyException;
import io.cameo.service.reconcile.GcListener;
import io.cameo.service.reconcile.GcPlan;
import io.cameo.service.reconcile.GcReport;
import io.cameo.service.reconcile.Pile;
import io.cameo.service.reconcile.ReconcileSettings;
import io.cameo.service.reconcile.Reconciler;
import io.cameo.storage.StorageException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the release that is left may have put into the store without a row. */
record OrphansStep(Situation situation) implements Step {

  private static final int MOST_REPAIRS = 10_000;

  @Override
  public String name() {
    return "orphans";
  }

  @Override
  public Line checklist() {
    return Line.RB_4;
  }

  @Override
  public List<String> plan() {
    ReconcileSettings settings = situation.context().settings(ReconcileSettings.class);
    return List.of(
        "Compare the whole store with the database, as ./cameo gc --yes does: mark what no row"
            + " names, and delete what was marked "
            + settings.quarantine().toHours()
            + " h ago, "
            + settings.maxDeletions()
            + " objects at most.");
  }

  /** Only a comparison knows. */
  @Override
  public Optional<String> already() {
    return Optional.empty();
  }

  @Override
  public String run() {
    OpsContext context = situation.context();
    ReconcileSettings settings = context.settings(ReconcileSettings.class);
    GcPlan plan =
        new GcPlan(
            true, OptionalLong.empty(), settings.maxDeletions(), settings.maxShare(), MOST_REPAIRS);
    try (MasterWorkers workers = new MasterWorkers(context.settings(ImagingSettings.class));
        Progress progress = context.progress("Compared, percent", 100)) {
      GcReport report =
          new Reconciler(context.dataSource(), context.objects(), workers, settings)
              .run(plan, new Shown(progress));
      if (report.hasProblems()) {
        throw OpsException.problem(
            "The store and the database do not agree: "
                + report.stopped().orElse("not all could be repaired.")
                + " ./cameo gc shows it; then run ./cameo rollback --yes again, or skip this with"
                + " --skip orphans.");
      }
      return report.count(Pile.ORPHANS) == 0
          ? "No orphans in the store."
          : report.count(Pile.ORPHANS)
              + " orphans, of which "
              + report.count(Pile.DELETED)
              + " were deleted; the others wait in quarantine for the next ./cameo gc --yes.";
    } catch (GcBusyException | PicturesMissingException cannot) {
      throw OpsException.problem(String.valueOf(cannot.getMessage()), cannot);
    } catch (StorageException failed) {
      throw OpsException.problem(
          "The comparison failed: "
              + failed.getMessage()
              + ". Nothing is lost; run ./cameo rollback --yes again, it goes on here.",
          failed);
    }
  }

  /** Shows how far the comparison is. */
  private static final class Shown implements GcListener {
    private final Progress progress;
    private long percent;

    Shown(Progress progress) {
      this.progress = progress;
    }

    @Override
    public void compared(double share, long objects) {
      long now = Math.round(share * 100);
      progress.advance(now - percent);
      percent = now;
    }

    @Override
    public void found(Finding finding) {}
  }
}
