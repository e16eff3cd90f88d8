package io.cameo.service.ops.backup;

import io.cameo.service.backup.Backup;
import io.cameo.service.backup.BackupArchive;
import io.cameo.service.backup.BackupException;
import io.cameo.service.backup.BackupHistory;
import io.cameo.service.backup.BackupReport;
import io.cameo.service.backup.MissingObject;
import io.cameo.service.backup.Pruning;
import io.cameo.service.backup.PruningReport;
import io.cameo.service.observability.ProgramVersion;
import io.cameo.service.ops.frame.Amounts;
import io.cameo.service.ops.frame.JsonForm;
import io.cameo.service.ops.frame.OpsCommand;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.ops.frame.TimeForm;
import io.cameo.service.ops.frame.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a backup, or tells how old the last one is. */
@Command(
    name = "backup",
    description = "Write the catalogue and all pictures into an archive, beside the service.")
public final class BackupCommand extends OpsCommand {

  private static final int SHOWN = 20;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Task task = new Task();

  /** One of them is given. */
  static final class Task {

    @Option(
        names = "--to",
        paramLabel = "PLACE",
        description =
            "Folder of the archive, or s3://bucket/prefix. It is begun there if nothing is there.")
    private @Nullable String to;

    @Option(
        names = "--age",
        description = "Only say how old the last backup is; 1 if it is too old or there is none.")
    private boolean age;

    @Option(
        names = "--record",
        paramLabel = "WHAT",
        description =
            "Only remember that a backup by other means (pg_dump, PITR) has just succeeded.")
    private @Nullable String recorded;
  }

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "Then remove all but the newest N backups from the archive (with --yes).")
  private @Nullable Integer keep;

  @Option(
      names = "--erasures-only",
      description = "Only bring the archive's list of erasures up to date; takes a second.")
  private boolean erasuresOnly;

  @Option(
      names = "--at-most",
      paramLabel = "TIME",
      defaultValue = "26h",
      converter = TimeForm.class,
      description = "With --age: how old it may be. Default: ${DEFAULT-VALUE}.")
  private Duration atMost = Duration.ofHours(26);

  @Option(
      names = "--bytes",
      paramLabel = "N",
      defaultValue = "0",
      description = "With --record: how large it is.")
  private long bytes;

  @Mixin private final ArchiveOptions archives = new ArchiveOptions();

  @Option(
      names = "--yes",
      description = "With --keep: remove them. Without this word it is only said which would go.")
  private boolean removes;

  @Mixin private final JsonForm json = new JsonForm();

  @Override
  protected Verdict run(OpsContext context) {
    context.requireSchema();
    try {
      if (task.age) {
        return age(context);
      }
      if (task.recorded != null) {
        return record(context, task.recorded);
      }
      return back(context, String.valueOf(task.to));
    } catch (BackupException told) {
      throw OpsException.problem(String.valueOf(told.getMessage()), told);
    }
  }

  private Verdict age(OpsContext context) {
    Optional<BackupHistory.Last> last = new BackupHistory(context.sql()).last();
    boolean well = last.filter(backup -> backup.age().compareTo(atMost) <= 0).isPresent();
    if (json.isAsked()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("well", well);
      answer.put("atMostSeconds", atMost.toSeconds());
      last.ifPresent(
          backup -> {
            answer.put("id", backup.id());
            answer.put("at", backup.at());
            answer.put("ageSeconds", backup.age().toSeconds());
            answer.put("place", backup.place());
          });
      context.printJson(answer);
    } else {
      context.print(
          last.map(
                  backup ->
                      "The last backup is "
                          + Amounts.time(backup.age())
                          + " old: "
                          + backup.id()
                          + " in "
                          + backup.place()
                          + ".")
              .orElse("There is no backup yet."));
      if (!well) {
        context.print(
            "It should be at most "
                + Amounts.time(atMost)
                + " old. Make one: ./cameo backup --to PLACE");
      }
    }
    return Verdict.wellIf(well);
  }

  private Verdict record(OpsContext context, String what) {
    if (what.isBlank() || what.length() > 200 || bytes < 0) {
      throw OpsException.wrongUse(
          "--record needs 1 to 200 characters, and --bytes no negative number.");
    }
    String id = new BackupHistory(context.sql()).rememberOther(what, bytes);
    if (json.isAsked()) {
      context.printJson(Map.of("id", id));
    } else {
      context.print("Remembered: " + what + ".");
    }
    return Verdict.WELL;
  }

  private Verdict back(OpsContext context, String place) {
    if (keep != null && keep < 1) {
      throw OpsException.wrongUse("--keep needs a number from 1 on.");
    }
    try (BackupArchive archive = archives.begin(context, place)) {
      if (erasuresOnly) {
        return erasures(context, Backup.gatherErasures(context.dataSource(), archive));
      }
      ShownProgress progress = new ShownProgress(context);
      Backup backup =
          new Backup(
              context.dataSource(), context.objects(), archive, progress, ProgramVersion.get());
      BackupReport report = backup.make();
      // A backup with faults replaces no older one.
      Optional<PruningReport> pruned =
          keep == null || !report.complete()
              ? Optional.empty()
              : Optional.of(new Pruning(archive, progress).prune(keep, removes));
      tell(context, report, pruned);
      return Verdict.wellIf(report.complete());
    }
  }

  private Verdict erasures(OpsContext context, int count) {
    if (json.isAsked()) {
      context.printJson(Map.of("erasures", count));
    } else {
      context.print("The archive knows " + count + " erasures.");
    }
    return Verdict.WELL;
  }

  private void tell(OpsContext context, BackupReport report, Optional<PruningReport> pruned) {
    if (json.isAsked()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("backup", report);
      answer.put("complete", report.complete());
      pruned.ifPresent(pruning -> answer.put("pruning", pruning));
      context.printJson(answer);
      return;
    }
    context.print(
        "Backup "
            + report.id()
            + " in "
            + report.place()
            + ": "
            + report.totals().rows()
            + " rows, "
            + report.totals().objects()
            + " objects, "
            + Amounts.bytes(report.totals().bytes())
            + "; copied "
            + report.copied().objects()
            + " objects, "
            + Amounts.bytes(report.copied().bytes())
            + ".");
    long gone = report.missing().size() - report.faults().size();
    if (gone > 0) {
      context.print(gone + " objects were cleaned up or erased while it ran, as they had to be.");
    }
    if (!report.complete()) {
      tellFaults(context, report);
    }
    pruned.ifPresent(pruning -> tellPruned(context, pruning));
  }

  private static void tellFaults(OpsContext context, BackupReport report) {
    context.print(
        "NOT COMPLETE: "
            + report.faults().size()
            + " objects are missing or damaged in the object store, "
            + report.disagreements().size()
            + " rows of the catalogue do not agree. This backup counts for no alarm and replaces no"
            + " older one.");
    for (MissingObject object : report.faults().stream().limit(SHOWN).toList()) {
      context.print("  " + object.key() + " " + object.reason());
    }
    report.disagreements().stream().limit(SHOWN).forEach(line -> context.print("  " + line));
  }

  private static void tellPruned(OpsContext context, PruningReport pruning) {
    context.print(
        (pruning.done() ? "Removed " : "Would remove ")
            + pruning.removed().size()
            + " older backups and "
            + pruning.objects()
            + " objects ("
            + Amounts.bytes(pruning.bytes())
            + ") that no other one needs"
            + (pruning.done() ? "." : "; say --yes to do it."));
    pruning.removed().stream().limit(SHOWN).forEach(id -> context.print("  " + id));
    if (pruning.removed().size() > SHOWN) {
      context.print("  and " + (pruning.removed().size() - SHOWN) + " more");
    }
  }
}
