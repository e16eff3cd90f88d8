package io.cameo.service.ops.rollback;

import io.cameo.service.observability.ProgramVersion;
import io.cameo.service.ops.frame.Changes;
import io.cameo.service.ops.frame.Consent;
import io.cameo.service.ops.frame.JsonForm;
import io.cameo.service.ops.frame.OpsCommand;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.ops.frame.TimeForm;
import io.cameo.service.ops.frame.Verdict;
import io.cameo.service.releases.DeploymentWay;
import io.cameo.service.releases.Release;
import io.cameo.service.releases.Releases;
import io.cameo.service.releases.RollbackSettings;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.jdbc.BadSqlGrammarException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cameo rollback}: begins one, goes on with the one that has begun, or ends it. */
@Command(
    name = "rollback",
    description =
        "Go back to the release before: uploads off, users told, deployment, orphans, schema.",
    mixinStandardHelpOptions = true)
public final class RollbackCommand extends OpsCommand {

  private static final Pattern MESSAGE = Pattern.compile("[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]{1,300}");
  private static final String USUAL_MESSAGE =
      "New pictures cannot be taken for a moment, because we are putting something right. All"
          + " pictures are safe.";

  @Option(
      names = "--to",
      paramLabel = "VERSION",
      description = "The release to go back to; without it the one that ran before this one.")
  private Optional<String> to = Optional.empty();

  @Option(
      names = "--message",
      paramLabel = "TEXT",
      description = "What your users are told while uploads are off.")
  private Optional<String> message = Optional.empty();

  @Option(
      names = "--deployment",
      paramLabel = "WAY",
      description = "How the program is brought back: " + DeploymentWay.FORM + ".")
  private Optional<String> deployment = Optional.empty();

  @Option(
      names = "--skip",
      paramLabel = "STEP",
      split = ",",
      description = "Leave a step out: uploads, notice, deployment, orphans or schema.")
  private List<String> skipped = List.of();

  @Option(names = "--force", description = "Take the schema back although data is lost with it.")
  private boolean force;

  @Option(
      names = "--limit",
      paramLabel = "TIME",
      converter = TimeForm.class,
      description = "Longest time for the deployment (default: 10m).")
  private Duration limit = Duration.ofMinutes(10);

  @Option(
      names = "--resume-service",
      description = "The release before runs well: take uploads again, and end the rollback.")
  private boolean resume;

  @Mixin private final Consent consent = new Consent();
  @Mixin private final JsonForm json = new JsonForm();

  @Override
  protected Verdict run(OpsContext context) throws Exception {
    checkWords();
    try (Connection session = context.database().connect()) {
      if (!RollbackRuns.lock(session)) {
        throw OpsException.problem(
            "Another ./cameo rollback works on it at this moment. Wait for it.");
      }
      RollbackRuns runs = new RollbackRuns(context.sql());
      Optional<RollbackRun> open = runs.open();
      if (resume) {
        return resume(context, runs, open);
      }
      open.ifPresent(this::requireSameAim);
      RollbackRun run =
          open.map(begun -> begun.with(deployment.orElse(begun.deployment())))
              .orElseGet(() -> begin(context));
      Situation situation = situation(context, run);
      Rollback rollback = new Rollback(situation, runs, List.copyOf(skipped));
      if (!consent.isGiven()) {
        rollback.plan().show(context, json);
        context.say(
            (open.isPresent() ? "The rollback goes on" : "Nothing was changed. It is done")
                + " with --yes.");
        return Verdict.WELL;
      }
      if (open.isEmpty()) {
        rollback.plan();
        runs.begin(run);
        Changes.note(
            context, "rollback", "from " + run.from() + " to " + run.to(), Optional.empty());
      }
      return done(context, rollback.run());
    } catch (BadSqlGrammarException older) {
      throw OpsException.problem(
          "The database does not know of rollbacks: its schema is older than the first release that"
              + " does. See docs/operations/migrations.md, Going back.",
          older);
    }
  }

  private void checkWords() {
    for (String step : skipped) {
      if (!Steps.NAMES.contains(step)) {
        throw OpsException.wrongUse(
            "There is no step " + step + ". The steps are " + String.join(", ", Steps.NAMES) + ".");
      }
    }
    if (message.filter(words -> !MESSAGE.matcher(words).matches()).isPresent()) {
      throw OpsException.wrongUse("A message has 1 to 300 characters on one line.");
    }
    if (deployment.filter(words -> DeploymentWay.of(words).isEmpty()).isPresent()) {
      throw OpsException.wrongUse("--deployment is " + DeploymentWay.FORM + ".");
    }
    if (resume && (consent.isGiven() || !skipped.isEmpty())) {
      throw OpsException.wrongUse("--resume-service stands alone.");
    }
  }

  private void requireSameAim(RollbackRun begun) {
    if (to.filter(version -> !version.equals(begun.to())).isPresent()) {
      throw OpsException.wrongUse(
          "A rollback to release "
              + begun.to()
              + " has begun. Go on without --to; or give it up: ./cameo rollback --yes --skip with"
              + " the steps that are left, then ./cameo rollback --resume-service.");
    }
  }

  private RollbackRun begin(OpsContext context) {
    String from = ProgramVersion.get();
    Releases releases = new Releases(context.sql());
    Release target =
        to.map(
                version ->
                    releases
                        .of(version)
                        .orElseThrow(
                            () ->
                                OpsException.wrongUse(
                                    "Release "
                                        + version
                                        + " has not run on this database. These have: "
                                        + versions(releases))))
            .or(() -> releases.before(from))
            .orElseThrow(
                () ->
                    OpsException.problem(
                        "No release before "
                            + from
                            + " has run on this database, so there is none to go back to. These"
                            + " have: "
                            + versions(releases)
                            + " ./cameo uploads off keeps uploads out while you look."));
    if (target.version().equals(from)) {
      throw OpsException.wrongUse(
          "This program is release "
              + from
              + " itself. Run the rollback with the program of the release that is to be left.");
    }
    return new RollbackRun(
        UUID.randomUUID(),
        from,
        target.version(),
        message.orElse(USUAL_MESSAGE),
        deployment.orElse(context.settings(RollbackSettings.class).deployment()),
        Map.of(),
        context.clock().instant());
  }

  private static String versions(Releases releases) {
    List<String> versions = releases.all().stream().map(Release::version).toList();
    return (versions.isEmpty() ? "none" : String.join(", ", versions)) + ".";
  }

  private Situation situation(OpsContext context, RollbackRun run) {
    Release target =
        new Releases(context.sql())
            .of(run.to())
            .orElseThrow(
                () -> OpsException.problem("Release " + run.to() + " is not known here any more."));
    return new Situation(context, run, target, new Programs(limit, context::say), force);
  }

  private Verdict done(OpsContext context, RollbackReport report) {
    report.show(context, json);
    if (report.isThrough()) {
      context.say(
          "Look whether all is well (./cameo check, ./cameo smoke). Then ./cameo rollback"
              + " --resume-service takes uploads again.");
    }
    return Verdict.wellIf(report.isThrough());
  }

  private Verdict resume(OpsContext context, RollbackRuns runs, Optional<RollbackRun> open) {
    RollbackRun run =
        open.orElseThrow(
            () -> OpsException.problem("No rollback has begun; there is none to end."));
    Situation situation = situation(context, run);
    List<String> left =
        Steps.of(situation).stream().filter(step -> !run.isOver(step)).map(Step::name).toList();
    if (!left.isEmpty()) {
      throw OpsException.problem(
          "The rollback is not through: "
              + String.join(", ", left)
              + ". ./cameo rollback --yes goes on; with --skip "
              + String.join(",", left)
              + " they are left out.");
    }
    List<String> said =
        Steps.of(situation).reversed().stream().flatMap(step -> step.resume().stream()).toList();
    runs.end(run);
    Changes.note(context, "rollback", "ended", Optional.empty());
    if (json.isAsked()) {
      context.printJson(Map.of("ended", true, "done", said));
    } else {
      said.forEach(context::print);
      context.print("The rollback to release " + run.to() + " has ended.");
    }
    return Verdict.WELL;
  }
}
