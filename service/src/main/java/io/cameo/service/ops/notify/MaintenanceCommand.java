package io.cameo.service.ops.notify;

import io.cameo.service.notify.MaintenanceReport;
import io.cameo.service.notify.NoticeDesk;
import io.cameo.service.ops.frame.Changes;
import io.cameo.service.ops.frame.JsonForm;
import io.cameo.service.ops.frame.OpsCommand;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.ops.frame.TimeForm;
import io.cameo.service.ops.frame.Verdict;
import io.cameo.service.settings.BadWishException;
import io.cameo.service.switches.NoticeKind;
import io.cameo.service.switches.NoticeWish;
import io.cameo.service.switches.SwitchBook;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cameo maintenance}: what users are told. */
@Command(
    name = "maintenance",
    description =
        "Tell users of maintenance or a fault, on all running nodes; without words, say what they"
            + " are told.",
    mixinStandardHelpOptions = true)
public final class MaintenanceCommand extends OpsCommand {

  @Parameters(arity = "0..1", paramLabel = "on|off")
  private Optional<Way> way = Optional.empty();

  @Option(names = "--message", paramLabel = "TEXT", description = "In words for your users.")
  private String message = "";

  @Option(
      names = "--from",
      paramLabel = "MOMENT",
      converter = MomentForm.class,
      description = "Announce it: it begins then, such as 2026-12-01T12:00Z (default: now).")
  private Optional<Instant> from = Optional.empty();

  @Option(
      names = "--until",
      paramLabel = "MOMENT",
      converter = MomentForm.class,
      description = "It ends by itself then.")
  private Optional<Instant> until = Optional.empty();

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = TimeForm.class,
      description = "It ends by itself after this time, such as 2h.")
  private Optional<Duration> time = Optional.empty();

  @Option(names = "--read-only", description = "Take no uploads meanwhile.")
  private boolean readOnly;

  @Option(names = "--incident", description = "It is a fault, not planned work.")
  private boolean incident;

  @Mixin private final JsonForm json = new JsonForm();

  /** The words on and off. */
  enum Way {
    ON,
    OFF
  }

  @Override
  protected Verdict run(OpsContext context) {
    if (way.filter(Way.ON::equals).isEmpty() && isAnythingSaid()) {
      throw OpsException.wrongUse("Say maintenance on with these words.");
    }
    context.requireSchema();
    way.ifPresent(wanted -> change(context, wanted));
    SwitchBook book = context.part(SwitchBook.class);
    book.load();
    MaintenanceReport report = MaintenanceReport.of(book.notice());
    if (json.isAsked()) {
      context.printJson(report);
    } else {
      context.print(words(report));
    }
    return Verdict.WELL;
  }

  private boolean isAnythingSaid() {
    return !message.isEmpty()
        || from.isPresent()
        || until.isPresent()
        || time.isPresent()
        || readOnly
        || incident;
  }

  private void change(OpsContext context, Way wanted) {
    NoticeDesk desk = context.part(NoticeDesk.class);
    if (wanted == Way.OFF) {
      if (!desk.end(Changes.OPERATOR)) {
        context.say("Users were told nothing.");
      }
      return;
    }
    try {
      desk.say(
          new NoticeWish(
              incident ? NoticeKind.INCIDENT : NoticeKind.MAINTENANCE,
              message,
              from,
              until,
              time,
              readOnly),
          Changes.OPERATOR);
    } catch (BadWishException nonsense) {
      throw OpsException.wrongUse(nonsense.sentence());
    }
  }

  private static String words(MaintenanceReport report) {
    MaintenanceReport.Open open = report.notice();
    if (open == null) {
      return "Users are told nothing.";
    }
    MaintenanceReport.Times times = open.times();
    return "%s %s %s%s%s, said by %s: %s"
        .formatted(
            open.kind(),
            open.begun() ? "since" : "planned from",
            times.from(),
            times.until() == null ? "" : " until " + times.until(),
            times.readOnly() ? ", no uploads" : "",
            open.by().name(),
            open.message());
  }
}
