package io.cameo.service.ops.notify;

import io.cameo.service.notify.NoticeDesk;
import io.cameo.service.notify.NotifyReport;
import io.cameo.service.notify.NotifySettings;
import io.cameo.service.ops.frame.Changes;
import io.cameo.service.ops.frame.Consent;
import io.cameo.service.ops.frame.JsonForm;
import io.cameo.service.ops.frame.OpsCommand;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.ops.frame.Progress;
import io.cameo.service.ops.frame.TimeForm;
import io.cameo.service.ops.frame.Verdict;
import io.cameo.service.settings.Options;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cameo notify}: what was sent of notices, and e-mail to users. */
@Command(
    name = "notify",
    description =
        "What was sent of notices and what waits; with --users, e-mail to all affected users.",
    mixinStandardHelpOptions = true)
public final class NotifyCommand extends OpsCommand {

  @Option(
      names = "--users",
      description = "Send the last word on the newest notice to users who have a picture.")
  private boolean users;

  @Option(
      names = "--active",
      paramLabel = "TIME",
      converter = TimeForm.class,
      description = "With --users: only to those whose picture changed within it, such as 30d.")
  private Optional<Duration> active = Optional.empty();

  @Option(names = "--test", description = "Send a test to all endpoints and operators.")
  private boolean test;

  @Option(
      names = "--again",
      description = "Try all again that failed, also at endpoints that have answered 410.")
  private boolean again;

  @Mixin private final Consent consent = new Consent();
  @Mixin private final JsonForm json = new JsonForm();

  @Override
  protected Verdict run(OpsContext context) {
    if ((users ? 1 : 0) + (test ? 1 : 0) + (again ? 1 : 0) > 1) {
      throw OpsException.wrongUse("Say one of --users, --test and --again.");
    }
    if (!users && (active.isPresent() || consent.isGiven())) {
      throw OpsException.wrongUse("Say --active and --yes with --users.");
    }
    context.requireSchema();
    NoticeDesk desk = context.part(NoticeDesk.class);
    if (users) {
      return tellUsers(context, desk);
    }
    if (test) {
      requireSomebody(context.settings(NotifySettings.class));
      desk.test(Changes.OPERATOR);
      context.say("A running service sends it within seconds; say ./cameo notify to see it.");
    }
    if (again) {
      context.say(desk.again(Changes.OPERATOR) + " deliveries are tried again.");
    }
    show(context, desk.report());
    return Verdict.WELL;
  }

  /** A test that goes to nobody would look like one that arrived. */
  private static void requireSomebody(NotifySettings settings) {
    if (settings.endpoints().isEmpty() && settings.operators().isEmpty()) {
      throw OpsException.wrongUse(
          "There is nobody to send a test to: neither CAMEO_WEBHOOKS nor CAMEO_NOTIFY_OPERATORS is"
              + " set here; docs/operations/notify.md explains them. Run this command with the"
              + " settings of the service.");
    }
  }

  private void show(OpsContext context, NotifyReport report) {
    if (json.isAsked()) {
      context.printJson(report);
      return;
    }
    for (NotifyReport.Line line : report.deliveries()) {
      context.print("%-9s %-7s %d".formatted(line.way(), line.state(), line.count()));
    }
    for (String key : report.gone()) {
      context.print("webhook   gone    endpoint " + key + ", which has answered 410");
    }
    if (report.deliveries().isEmpty()) {
      context.print("Nothing was sent and nothing waits.");
    }
  }

  private Verdict tellUsers(OpsContext context, NoticeDesk desk) {
    Optional<NotifySettings.UserMail> mail = context.settings(NotifySettings.class).users();
    if (mail.isEmpty()) {
      throw OpsException.wrongUse(
          "CAMEO_NOTIFY_USERS does not say how users are reached; docs/operations/notify.md"
              + " explains it. Run this command with the settings of the service.");
    }
    NoticeDesk.News news =
        desk.news()
            .orElseThrow(
                () ->
                    OpsException.problem(
                        "There is nothing to tell: no notice is open, and none was ended within a"
                            + " day. Begin with ./cameo maintenance on."));
    long many = desk.affected(active);
    if (consent.isGiven()) {
      try (Progress progress = context.progress("Users", many)) {
        desk.tellUsers(active, Changes.OPERATOR, progress::advance);
      }
    }
    long minutes = (many + mail.get().aMinute() - 1) / mail.get().aMinute();
    if (json.isAsked()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("users", many);
      answer.put("minutes", minutes);
      answer.put("heading", news.heading());
      answer.put("message", news.message());
      answer.put("done", consent.isGiven());
      context.printJson(answer);
      return Verdict.WELL;
    }
    context.print("%s: %s".formatted(news.heading(), news.message()));
    context.print(
        "%d users have a picture%s; at %d a minute their e-mail takes about %d min."
            .formatted(
                many,
                active.map(time -> " that changed within " + Options.show(time)).orElse(""),
                mail.get().aMinute(),
                minutes));
    context.say(
        consent.isGiven()
            ? "A running service sends it; nobody gets it twice, however often this is said."
            : "Nobody was written to. Say --yes to do it.");
    return Verdict.WELL;
  }
}
