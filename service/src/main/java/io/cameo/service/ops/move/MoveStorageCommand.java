package io.cameo.service.ops.move;

import io.cameo.service.moving.MoveException;
import io.cameo.service.moving.MoveListener;
import io.cameo.service.moving.MoveReport;
import io.cameo.service.moving.StorageMover;
import io.cameo.service.objects.BucketUnusableException;
import io.cameo.service.objects.NamedBucket;
import io.cameo.service.objects.ObjectSettings;
import io.cameo.service.objects.StoragePlace;
import io.cameo.service.ops.frame.Amounts;
import io.cameo.service.ops.frame.Consent;
import io.cameo.service.ops.frame.JsonForm;
import io.cameo.service.ops.frame.OpsCommand;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.ops.frame.Progress;
import io.cameo.service.ops.frame.Verdict;
import io.cameo.service.reconcile.Pace;
import io.cameo.storage.StorageException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Moves all pictures to another store, step by step. */
@Command(
    name = "move-storage",
    description = "Move all pictures to another store beside the service, and back.")
public final class MoveStorageCommand extends OpsCommand {

  private static final int MEGABYTE = 1_000_000;

  @ArgGroup(exclusive = true)
  private Step step = new Step();

  /** At most one of them is given; without one the command says where the move stands. */
  static final class Step {

    @Option(
        names = "--to",
        paramLabel = "PLACE",
        description = "Copy everything to s3://bucket, disk or disk:FOLDER, and compare it there.")
    private @Nullable String to;

    @Option(
        names = "--switch",
        description = "Make the new place the current one, and bring what was uploaded since.")
    private boolean switching;

    @Option(
        names = "--finish",
        description = "Give the old place up, once the settings of every node name the new one.")
    private boolean finish;

    @Option(
        names = "--back",
        description = "Make the old place the current one again, with what was uploaded since.")
    private boolean back;

    @Option(
        names = "--forget",
        description = "Forget a move that is over; from then on the settings alone count.")
    private boolean forget;
  }

  @Option(
      names = "--rate",
      paramLabel = "MB",
      description = "Most megabytes a second that are copied and compared (default: no limit).")
  private Optional<Integer> rate = Optional.empty();

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Versions at once, 1 to 5 (default: ${DEFAULT-VALUE}).")
  private int parallel = 4;

  @Option(
      names = "--accept-faults",
      description = "Go on without objects that are missing or damaged in the old place.")
  private boolean acceptFaults;

  @Mixin private final Consent consent = new Consent();
  @Mixin private final JsonForm json = new JsonForm();

  @Override
  protected Verdict run(OpsContext context) throws Exception {
    if (rate.filter(megabytes -> megabytes < 1).isPresent() || parallel < 1 || parallel > 5) {
      throw OpsException.wrongUse("--rate is 1 or more, --parallel is 1 to 5.");
    }
    context.requireSchema();
    MoveReport report;
    try (Shown shown = new Shown(context, pace());
        StorageMover mover = mover(context, shown)) {
      report = work(context, mover);
    } catch (MoveException told) {
      throw OpsException.problem(String.valueOf(told.getMessage()), told);
    } catch (StorageException failed) {
      throw OpsException.problem(
          "A store failed: "
              + failed.getMessage()
              + ". Nothing is lost; say the same again, it goes on from here.",
          failed);
    }
    tell(context, report);
    return Verdict.wellIf(report.isWell() || acceptFaults);
  }

  private Optional<Pace> pace() {
    return rate.map(megabytes -> new Pace((double) megabytes * MEGABYTE, System::nanoTime));
  }

  private StorageMover mover(OpsContext context, MoveListener listener) throws SQLException {
    return new StorageMover(
        new StorageMover.Database(context.dataSource(), context.database().connect()),
        context.settings(ObjectSettings.class),
        new StorageMover.MoveOptions(parallel, acceptFaults),
        listener);
  }

  private MoveReport work(OpsContext context, StorageMover mover) {
    ObjectSettings settings = context.settings(ObjectSettings.class);
    if (step.to != null) {
      StoragePlace target = target(context, settings, step.to);
      return consent.isGiven() ? mover.copy(target) : mover.plan(target);
    }
    if (!consent.isGiven()) {
      if (step.switching || step.finish || step.back || step.forget) {
        context.say("Nothing was done. Say --yes to do it.");
      }
      return mover.status();
    }
    if (step.switching) {
      return mover.switchOver();
    }
    if (step.finish) {
      return mover.finish();
    }
    if (step.back) {
      return mover.back();
    }
    return step.forget ? mover.forget() : mover.status();
  }

  /** A bucket is tried before anything is told to the nodes. */
  private static StoragePlace target(OpsContext context, ObjectSettings settings, String text) {
    StoragePlace target;
    try {
      target = StoragePlace.parse(text, settings);
    } catch (BucketUnusableException none) {
      throw OpsException.wrongUse(String.valueOf(none.getMessage()));
    }
    NamedBucket.parse(target.name())
        .ifPresent(bucket -> bucket.openToWrite(settings.access(), context.clock()).close());
    return target;
  }

  private void tell(OpsContext context, MoveReport report) {
    if (json.isAsked()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      report
          .phase()
          .ifPresent(
              standing -> {
                answer.put("source", standing.source());
                answer.put("target", standing.target());
                answer.put("phase", standing.phase());
              });
      answer.put("versions", report.versions());
      answer.put("bytes", report.bytes());
      answer.put("copied", report.copied());
      answer.put("faulty", report.faulty());
      answer.put("faults", report.faults());
      answer.put("next", report.next());
      context.printJson(answer);
      return;
    }
    report
        .phase()
        .ifPresent(
            standing ->
                context.print(
                    standing.source() + " -> " + standing.target() + ": " + standing.phase()));
    context.print(
        report.versions()
            + " versions have pictures, "
            + Amounts.bytes(report.bytes())
            + " in all.");
    MoveReport.Copied copied = report.copied();
    if (copied.objects() + copied.compared() > 0) {
      context.print(
          "Copied "
              + copied.objects()
              + " objects, "
              + Amounts.bytes(copied.bytes())
              + "; read "
              + copied.compared()
              + " in the new place and found them right.");
    }
    report.faults().forEach(fault -> context.print("  " + fault));
    if (!report.isWell()) {
      context.print(report.faulty() + " objects could not be copied.");
    }
    report.next().forEach(context::print);
  }

  /** Shows the passes, one bar after the other. */
  private static final class Shown implements MoveListener, AutoCloseable {

    private final OpsContext context;
    private final Optional<Pace> pace;
    private Optional<Progress> bar = Optional.empty();

    Shown(OpsContext context, Optional<Pace> pace) {
      this.context = context;
      this.pace = pace;
    }

    @Override
    public synchronized void pass(String what, long versions) {
      close();
      bar = Optional.of(context.progress(what, versions));
    }

    @Override
    public synchronized void advance(long versions) {
      bar.ifPresent(shown -> shown.advance(versions));
    }

    @Override
    public void spent(long bytes) {
      pace.ifPresent(limit -> limit.spend(bytes));
    }

    @Override
    public synchronized void close() {
      bar.ifPresent(Progress::close);
      bar = Optional.empty();
    }
  }
}
