package io.cameo.service.ops.migrate;

import io.cameo.service.database.Migrations;
import io.cameo.service.database.Migrations.Change;
import io.cameo.service.database.Migrations.Status;
import io.cameo.service.ops.frame.Consent;
import io.cameo.service.ops.frame.JsonForm;
import io.cameo.service.ops.frame.OpsCommand;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.ops.frame.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Group of the commands on the schema. */
@Command(
    name = "migrate",
    description = "The schema of the database: status, up, down N, to TAG.",
    mixinStandardHelpOptions = true,
    subcommands = {
      MigrateCommand.StatusCommand.class,
      MigrateCommand.Up.class,
      MigrateCommand.Down.class,
      MigrateCommand.To.class
    })
public final class MigrateCommand {

  /** Says what was taken and what is missing. */
  @Command(name = "status", description = "Say which steps were taken and which are missing.")
  static final class StatusCommand extends OpsCommand {

    @Mixin private final JsonForm json = new JsonForm();

    @Override
    protected Verdict run(OpsContext context) {
      Status status = context.database().migrations().status();
      if (json.isAsked()) {
        context.printJson(status);
      } else {
        int left = status.taken().size();
        for (Change change : status.taken()) {
          context.print("taken    %3d  %s".formatted(left--, change));
        }
        status.unknown().forEach(change -> context.print("unknown       " + change));
        status.pending().forEach(change -> context.print("pending       " + change));
        status.held().forEach(change -> context.print("held back     " + change));
        context.print(sentence(status));
      }
      return Verdict.wellIf(status.pending().isEmpty());
    }

    private static String sentence(Status status) {
      if (!status.pending().isEmpty()) {
        return "Steps are missing. Run ./cameo migrate up.";
      }
      if (!status.held().isEmpty()) {
        return "The schema is this release's. Run ./cameo migrate up --contract when no node of the"
            + " previous release runs any more.";
      }
      return "The schema is this release's. The number before a step is N of migrate down N, to"
          + " take back that step and all after it.";
    }
  }

  /** Takes what is missing. */
  @Command(name = "up", description = "Take every step that is missing.")
  static final class Up extends OpsCommand {

    @Option(
        names = "--contract",
        description =
            "Also take the steps that take something from the previous release; none of its nodes"
                + " may run.")
    private boolean contract;

    @Mixin private final JsonForm json = new JsonForm();

    @Override
    protected Verdict run(OpsContext context) {
      Migrations migrations = context.databaseOrNew().migrations();
      return taken(context, json, contract ? migrations.upWithContract() : migrations.up());
    }
  }

  /** Takes steps back. */
  @Command(
      name = "down",
      description = "Take the last N steps back: says what that loses, until --yes.")
  static final class Down extends OpsCommand {

    @Parameters(paramLabel = "N", description = "How many steps; migrate status numbers them.")
    private int steps;

    @Mixin private final Consent consent = new Consent();
    @Mixin private final JsonForm json = new JsonForm();

    @Override
    protected Verdict run(OpsContext context) {
      return back(context, steps, consent, json);
    }
  }

  /** Goes to the end of a release, up or down. */
  @Command(
      name = "to",
      description = "Bring the schema to that of a release; down only with --yes.")
  static final class To extends OpsCommand {

    @Parameters(paramLabel = "TAG", description = "The release, such as 0.1.0.")
    private String tag = "";

    @Mixin private final Consent consent = new Consent();
    @Mixin private final JsonForm json = new JsonForm();

    @Override
    protected Verdict run(OpsContext context) {
      Migrations migrations = context.databaseOrNew().migrations();
      Optional<Integer> after = migrations.stepsAfter(tag);
      if (after.isPresent() && after.get() > 0) {
        return back(context, after.get(), consent, json);
      }
      if (after.isEmpty() && !migrations.knows(tag)) {
        throw OpsException.wrongUse(
            "There is no release " + tag + " in this program; migrate status shows them.");
      }
      return taken(context, json, after.isPresent() ? List.of() : migrations.upTo(tag));
    }
  }

  private static Verdict taken(OpsContext context, JsonForm json, List<Change> steps) {
    if (json.isAsked()) {
      context.printJson(Map.of("taken", steps));
    } else {
      steps.forEach(change -> context.print("taken  " + change));
      context.print(steps.isEmpty() ? "There was nothing to do." : "Done.");
    }
    return Verdict.WELL;
  }

  private static Verdict back(OpsContext context, int steps, Consent consent, JsonForm json) {
    Migrations migrations = context.database().migrations();
    Migrations.WayBack way;
    try {
      way = migrations.wayBack(steps);
    } catch (IllegalArgumentException impossible) {
      throw OpsException.wrongUse(String.valueOf(impossible.getMessage()));
    }
    if (json.isAsked()) {
      context.printJson(Map.of("done", consent.isGiven(), "way", way));
    } else {
      way.steps().forEach(change -> context.print("takes back  " + change));
      context.print("");
      way.sql().lines().forEach(context::print);
      way.losses().forEach(loss -> context.print("LOST FOR GOOD: " + loss));
    }
    if (!consent.isGiven()) {
      context.say(
          "Nothing was changed. Say --yes to do it"
              + (way.losses().isEmpty() ? "." : "; make a backup first."));
      return Verdict.WELL;
    }
    migrations.down(steps);
    context.say("Done. A service of this release would take these steps again when it starts.");
    return Verdict.WELL;
  }
}
