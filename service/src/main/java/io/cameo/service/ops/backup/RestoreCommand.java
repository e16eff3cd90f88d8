package io.cameo.service.ops.backup;

import io.cameo.service.backup.BackupArchive;
import io.cameo.service.backup.BackupException;
import io.cameo.service.backup.Drill;
import io.cameo.service.backup.DrillReport;
import io.cameo.service.backup.Restore;
import io.cameo.service.backup.RestoreOptions;
import io.cameo.service.backup.RestorePlan;
import io.cameo.service.backup.RestoreReport;
import io.cameo.service.backup.RestoreTarget;
import io.cameo.service.backup.Snapshot;
import io.cameo.service.backup.Verification;
import io.cameo.service.backup.VerificationReport;
import io.cameo.service.database.CommandDatabase;
import io.cameo.service.database.DatabaseSettings;
import io.cameo.service.ops.frame.Amounts;
import io.cameo.service.ops.frame.Consent;
import io.cameo.service.ops.frame.JsonForm;
import io.cameo.service.ops.frame.OpsCommand;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.ops.frame.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Puts a backup in the place of what is there, or proves that it could. */
@Command(
    name = "restore",
    description = "Put a backup in the place of what is there, or prove that it could be.")
public final class RestoreCommand extends OpsCommand {

  @Option(
      names = "--from",
      required = true,
      paramLabel = "PLACE",
      description = "Folder of the archive, or s3://bucket/prefix.")
  private String from = "";

  @Option(
      names = "--snapshot",
      paramLabel = "ID",
      description = "Which backup. Default: the newest complete one.")
  private @Nullable String snapshot;

  @Option(
      names = "--tombstones",
      paramLabel = "FILE",
      description =
          "Further erasures to apply again: one subject a line, or a list that this program wrote.")
  private @Nullable Path tombstones;

  @Option(
      names = "--accept-missing",
      description = "Restore a backup that was not complete, without the pictures it lacks.")
  private boolean acceptMissing;

  @ArgGroup(exclusive = true)
  private Instead instead = new Instead();

  /** At most one of them is given. */
  static final class Instead {

    @Option(names = "--list", description = "Only list the archive's backups.")
    private boolean list;

    @Option(
        names = "--verify",
        description = "Only read every file and compare it; needs no database.")
    private boolean verify;

    @Option(
        names = "--drill",
        description = "Restore into a scratch system, check it to the last byte, throw it away.")
    private boolean drill;
  }

  @Option(
      names = "--scratch",
      paramLabel = "FOLDER",
      description = "With --drill: where there is room. Default: the folder for temporary files.")
  private @Nullable Path scratch;

  @Mixin private final ArchiveOptions archives = new ArchiveOptions();
  @Mixin private final Consent consent = new Consent();
  @Mixin private final JsonForm json = new JsonForm();

  @Override
  protected Verdict run(OpsContext context) {
    if (tombstones != null && !Files.isReadable(tombstones)) {
      // Said now, because looking through an archive may take hours.
      throw OpsException.wrongUse(
          "There is no file " + tombstones + " that can be read; --tombstones takes a list.");
    }
    try (BackupArchive archive = archives.open(context, from)) {
      if (instead.list) {
        return list(context, archive.snapshots());
      }
      if (instead.verify) {
        return verify(context, archive);
      }
      if (instead.drill) {
        return drill(context, archive);
      }
      return consent.isGiven() ? restore(context, archive) : plan(context, archive);
    } catch (BackupException told) {
      throw OpsException.problem(String.valueOf(told.getMessage()), told);
    }
  }

  private RestoreOptions options() {
    return new RestoreOptions(
        Optional.ofNullable(snapshot), Optional.ofNullable(tombstones), acceptMissing);
  }

  private Verdict list(OpsContext context, List<Snapshot> snapshots) {
    if (json.isAsked()) {
      context.printJson(Map.of("snapshots", snapshots));
    } else {
      for (Snapshot each : snapshots) {
        context.print(
            each.id()
                + "  "
                + each.at()
                + "  "
                + each.objects().objects()
                + " objects, "
                + Amounts.bytes(each.objects().bytes())
                + (each.complete() ? "" : "  NOT COMPLETE"));
      }
      context.print(snapshots.size() == 1 ? "1 backup." : snapshots.size() + " backups.");
    }
    return Verdict.WELL;
  }

  private Verdict verify(OpsContext context, BackupArchive archive) {
    VerificationReport report =
        Verification.of(archive, Optional.ofNullable(snapshot), new ShownProgress(context));
    if (json.isAsked()) {
      context.printJson(report);
    } else {
      report.damages().forEach(damage -> context.print("DAMAGED " + damage));
      report
          .missing()
          .forEach(object -> context.print("MISSING " + object.key() + " " + object.reason()));
      context.print(
          "Backup "
              + report.id()
              + ": "
              + report.files()
              + " files, "
              + Amounts.bytes(report.bytes())
              + (report.undamaged() ? ", all as they were written." : ", DAMAGED as listed."));
    }
    return Verdict.wellIf(report.undamaged() && report.missing().isEmpty());
  }

  private Verdict drill(OpsContext context, BackupArchive archive) {
    Path place = scratch == null ? Path.of(System.getProperty("java.io.tmpdir")) : scratch;
    DrillReport report =
        new Drill(archive, place, new ShownProgress(context), context.clock()).run(options());
    if (json.isAsked()) {
      context.printJson(report);
    } else {
      report.wrong().forEach(wrong -> context.print("WRONG " + wrong));
      context.print(
          "The drill restored "
              + report.restored().id()
              + " in "
              + Amounts.time(report.took())
              + ": "
              + report.restored().rows()
              + " rows; "
              + report.objects()
              + " objects, "
              + Amounts.bytes(report.bytes())
              + (report.wrong().isEmpty()
                  ? ", every one as recorded."
                  : ". What is WRONG is listed above."));
    }
    return Verdict.wellIf(report.wrong().isEmpty());
  }

  private Verdict plan(OpsContext context, BackupArchive archive) {
    if (!CommandDatabase.exists(context.settings(DatabaseSettings.class))) {
      context.say("There is no database yet; it would be made.");
      Verdict verdict = verify(context, archive);
      context.say("Nothing was touched. Say --yes to restore.");
      return verdict;
    }
    RestorePlan plan = restoreInto(context, archive).plan(options());
    if (json.isAsked()) {
      context.printJson(plan);
    } else {
      tell(context, plan);
    }
    return Verdict.wellIf(plan.obstacles().isEmpty());
  }

  private static Restore restoreInto(OpsContext context, BackupArchive archive) {
    CommandDatabase database = context.databaseOrNew();
    return new Restore(
        new RestoreTarget(database.dataSource(), database.migrations(), context.objectsToFill()),
        archive,
        new ShownProgress(context));
  }

  private static void tell(OpsContext context, RestorePlan plan) {
    Snapshot backup = plan.snapshot();
    context.print(
        "Would restore "
            + backup.id()
            + " of "
            + backup.at()
            + ": "
            + backup.rows()
            + " rows, "
            + backup.objects().objects()
            + " objects, "
            + Amounts.bytes(backup.objects().bytes())
            + ".");
    context.print(
        plan.existing()
            .map(
                existing ->
                    "It would REPLACE what is there now: "
                        + existing.subjects()
                        + " current pictures, "
                        + existing.versions()
                        + " versions, "
                        + existing.audit()
                        + " lines of the audit. What was uploaded after the backup would be gone.")
            .orElse("The database is empty; its schema would be made."));
    context.print(plan.erasures() + " erasures after the backup would be applied again.");
    plan.obstacles().stream()
        .flatMap(obstacle -> ("REFUSED: " + obstacle).lines())
        .forEach(context::print);
    context.print(
        plan.obstacles().isEmpty()
            ? "Nothing was touched. Say --yes to restore."
            : "Nothing was touched.");
  }

  private Verdict restore(OpsContext context, BackupArchive archive) {
    RestoreReport report = restoreInto(context, archive).run(options());
    if (json.isAsked()) {
      context.printJson(report);
      return Verdict.WELL;
    }
    RestoreReport.Objects objects = report.objects();
    context.print(
        "Restored "
            + report.id()
            + " of "
            + report.at()
            + ": "
            + report.rows()
            + " rows; objects: "
            + objects.written()
            + " written, "
            + objects.replaced()
            + " replaced, "
            + objects.kept()
            + " as they should be already.");
    RestoreReport.Versions versions = report.versions();
    context.print(
        versions.erasedAgain()
            + " versions erased again, "
            + versions.withoutObjects()
            + " without their pictures, "
            + versions.setAside()
            + " of today set aside for the clean-up.");
    context.print("Start the service, and make a backup of it.");
    return Verdict.WELL;
  }
}
