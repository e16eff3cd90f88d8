package io.cameo.service.ops.limits;

import io.cameo.service.limits.Holder;
import io.cameo.service.limits.LimitBook;
import io.cameo.service.limits.LimitChange;
import io.cameo.service.limits.LimitReport;
import io.cameo.service.ops.frame.Changes;
import io.cameo.service.ops.frame.JsonForm;
import io.cameo.service.ops.frame.OpsCommand;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.ops.frame.TimeForm;
import io.cameo.service.ops.frame.Verdict;
import io.cameo.service.settings.BadWishException;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what holds; its subcommands change it. */
@Command(
    name = "limits",
    description = "What is taken from whom: show, set, reset, block, unblock; all nodes follow.",
    mixinStandardHelpOptions = true,
    subcommands = {
      LimitsCommand.Show.class,
      LimitsCommand.Set.class,
      LimitsCommand.Reset.class,
      LimitsCommand.Block.class,
      LimitsCommand.Unblock.class
    })
public final class LimitsCommand extends OpsCommand {

  @Mixin private final JsonForm json = new JsonForm();

  @Override
  protected Verdict run(OpsContext context) {
    return show(context, json);
  }

  /** Says what holds. */
  @Command(name = "show", description = "Say which amounts hold, and for whom others do.")
  static final class Show extends OpsCommand {

    @Mixin private final JsonForm json = new JsonForm();

    @Override
    protected Verdict run(OpsContext context) {
      return show(context, json);
    }
  }

  /** Another amount. */
  @Command(name = "set", description = "Set another amount, for all or for one holder.")
  static final class Set extends OpsCommand {

    @Parameters(index = "0", paramLabel = "NAME", description = "A limit; show lists them.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "AMOUNT", description = "0 sets no limit.")
    private long amount;

    @Option(
        names = "--for",
        paramLabel = "HOLDER",
        description = "Only for one: subject=ann, token=…, address=192.0.2.7.")
    private Optional<String> holder = Optional.empty();

    @Mixin private final JsonForm json = new JsonForm();

    @Override
    protected Verdict run(OpsContext context) {
      return change(context, json, LimitChange.set(name, holder.map(LimitsCommand::one), amount));
    }
  }

  /** The usual amount again. */
  @Command(name = "reset", description = "Go back to the amount of the settings.")
  static final class Reset extends OpsCommand {

    @Parameters(paramLabel = "NAME", description = "A limit; show lists them.")
    private String name = "";

    @Option(names = "--for", paramLabel = "HOLDER", description = "Only for one, as with set.")
    private Optional<String> holder = Optional.empty();

    @Mixin private final JsonForm json = new JsonForm();

    @Override
    protected Verdict run(OpsContext context) {
      return change(context, json, LimitChange.reset(name, holder.map(LimitsCommand::one)));
    }
  }

  /** Keeps somebody out. */
  @Command(name = "block", description = "Refuse all uploads of one holder for a time.")
  static final class Block extends OpsCommand {

    @Parameters(index = "0", paramLabel = "HOLDER", description = "Such as address=192.0.2.7.")
    private String holder = "";

    @Parameters(
        index = "1",
        paramLabel = "TIME",
        converter = TimeForm.class,
        description = "Such as 30m, 2h or 7d.")
    private Duration time = Duration.ZERO;

    @Mixin private final JsonForm json = new JsonForm();

    @Override
    protected Verdict run(OpsContext context) {
      return change(context, json, LimitChange.block(one(holder), time));
    }
  }

  /** Lets somebody in again. */
  @Command(name = "unblock", description = "Take the uploads of one holder again.")
  static final class Unblock extends OpsCommand {

    @Parameters(paramLabel = "HOLDER", description = "As with block.")
    private String holder = "";

    @Mixin private final JsonForm json = new JsonForm();

    @Override
    protected Verdict run(OpsContext context) {
      return change(context, json, LimitChange.unblock(one(holder)));
    }
  }

  private static Verdict show(OpsContext context, JsonForm json) {
    context.requireSchema();
    LimitBook book = context.part(LimitBook.class);
    book.load();
    return answer(context, json, book);
  }

  private static Verdict change(OpsContext context, JsonForm json, LimitChange change) {
    context.requireSchema();
    LimitBook book = context.part(LimitBook.class);
    try {
      book.change(change, () -> Changes.note(context, "limits", change.words(), change.subject()));
    } catch (BadWishException nonsense) {
      throw OpsException.wrongUse(nonsense.sentence());
    }
    return answer(context, json, book);
  }

  private static Verdict answer(OpsContext context, JsonForm json, LimitBook book) {
    LimitReport report = LimitReport.of(book);
    if (json.isAsked()) {
      context.printJson(report);
      return Verdict.WELL;
    }
    for (LimitReport.Amount limit : report.limits()) {
      String changed = limit.amount() == limit.usual() ? "" : "  (usually " + limit.usual() + ")";
      context.print("%-24s %14d%s".formatted(limit.name(), limit.amount(), changed));
    }
    report
        .exceptions()
        .forEach(
            own ->
                context.print(
                    "%-24s %14d  for %s".formatted(own.name(), own.amount(), own.holder())));
    report
        .blocked()
        .forEach(one -> context.print("blocked until %s  %s".formatted(one.until(), one.holder())));
    if (!report.on()) {
      context.say("CAMEO_LIMITS is off here: a service with this setting counts nothing.");
    }
    return Verdict.WELL;
  }

  private static Holder one(String text) {
    return Holder.parse(text)
        .orElseThrow(
            () ->
                OpsException.wrongUse(
                    "A holder is what is counted and who it is, such as subject=ann, address=192.0.2.7"
                        + " or key=ID; key or issuer alone means all of them."));
  }
}
