package io.cameo.service.ops.checklist.running;

import io.cameo.service.database.DatabaseSettings;
import io.cameo.service.imaging.ImagingSettings;
import io.cameo.service.jobs.Job;
import io.cameo.service.limits.LimitBook;
import io.cameo.service.limits.LimitReport;
import io.cameo.service.objects.ObjectSettings;
import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Installation;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.checklist.line.ServiceAddress;
import io.cameo.service.ops.checklist.line.Web;
import io.cameo.service.releases.Releases;
import io.cameo.service.releases.RollbackSettings;
import io.cameo.service.scan.ScanSettings;
import io.cameo.service.scan.ScannerTrial;
import io.cameo.service.switches.SwitchBook;
import io.cameo.service.switches.SwitchReport;
import io.cameo.service.upload.UploadSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The checks of this package, each with what it looks at. */
public final class RunningChecks {

  private RunningChecks() {}

  public static List<Check> of(Installation installation) {
    List<Check> checks = new ArrayList<>(ofTheService(installation));
    checks.addAll(ofTheScanner(installation));
    checks.addAll(
        List.of(
            new SwitchesReachable(() -> switches(installation)),
            new LimitsSet(() -> limits(installation)),
            new TypesRefused(
                () ->
                    new TrialUploads(
                        installation.settings(ImagingSettings.class),
                        installation.settings(UploadSettings.class))),
            new OldVersionsGo(installation::sql),
            new OrphansFew(installation::sql),
            new JobsRun(installation::sql, jobs(installation)),
            new ReleasesKnown(
                () -> new Releases(installation.sql()),
                installation.settings(RollbackSettings.class).deployment().isEmpty()),
            new NodesSeen(
                installation::sql,
                installation.settings(DatabaseSettings.class).nodes(),
                installation.settings(ObjectSettings.class).bucket().isEmpty())));
    return checks;
  }

  private static List<Check> ofTheService(Installation installation) {
    ServiceAddress service = installation.service();
    Web web = installation.web();
    boolean disk = installation.settings(ObjectSettings.class).bucket().isEmpty();
    return List.of(
        new UploadsTaken(service, web),
        new ErrorsAreProblems(service, web),
        new StatusTold(service, web),
        new MetricsGiven(
            new About(
                Line.MON_1,
                "store-measured",
                "Every call to S3 is counted and timed",
                "Reads /metrics on the operator's port of the service on this machine."),
            disk
                ? Optional.of("Pictures are on disk: there are no calls to S3.")
                : Optional.empty(),
            List.of("cameo_s3_"),
            service,
            web),
        new MetricsGiven(
            new About(
                Line.INF_3,
                "storage-measured",
                "What is stored is measured, by the word of the database and of the store",
                "Reads /metrics on the operator's port of the service on this machine."),
            Optional.empty(),
            List.of("cameo_stored_", "cameo_bucket_"),
            service,
            web),
        new MetricsGiven(
            new About(
                Line.PERF_1,
                "uploads-measured",
                "Uploads are counted by their outcome, and timed",
                "Reads /metrics on the operator's port of the service on this machine."),
            Optional.empty(),
            List.of("cameo_uploads_seconds", "cameo_upload_steps_seconds"),
            service,
            web));
  }

  private static List<Check> ofTheScanner(Installation installation) {
    ScanSettings settings = installation.settings(ScanSettings.class);
    boolean any = settings.clamd().isPresent();
    Runnable samples = () -> samples(installation, settings);
    Supplier<ScannerTrial.Known> known = () -> known(installation, settings);
    return List.of(
        new ScannerRefuses(
            any ? Optional.of(samples) : Optional.empty(),
            installation.surroundings().production()),
        new SignaturesFresh(
            any ? Optional.of(known) : Optional.empty(), settings.maxSignatureAge()));
  }

  private static List<String> jobs(Installation installation) {
    List<String> jobs = new ArrayList<>(Job.words());
    if (installation.settings(ObjectSettings.class).regions().replicas().isEmpty()) {
      jobs.remove(Job.REPLICATE_VERSIONS.word());
    }
    return jobs;
  }

  private static void samples(Installation installation, ScanSettings settings) {
    try (ScannerTrial trial = new ScannerTrial(settings, installation.clock())) {
      trial.samples();
    }
  }

  private static ScannerTrial.Known known(Installation installation, ScanSettings settings) {
    try (ScannerTrial trial = new ScannerTrial(settings, installation.clock())) {
      return trial.known();
    }
  }

  private static SwitchReport switches(Installation installation) {
    SwitchBook book = installation.part(SwitchBook.class);
    book.load();
    return SwitchReport.of(book);
  }

  private static LimitReport limits(Installation installation) {
    LimitBook book = installation.part(LimitBook.class);
    book.load();
    return LimitReport.of(book);
  }
}
