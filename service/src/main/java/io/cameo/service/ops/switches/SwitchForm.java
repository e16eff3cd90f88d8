package io.cameo.service.ops.switches;

import io.cameo.service.ops.frame.Changes;
import io.cameo.service.ops.frame.JsonForm;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.ops.frame.TimeForm;
import io.cameo.service.ops.frame.Verdict;
import io.cameo.service.settings.BadWishException;
import io.cameo.service.switches.SwitchBook;
import io.cameo.service.switches.SwitchChange;
import io.cameo.service.switches.SwitchReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The words that both commands have, and what they do with them. */
final class SwitchForm {

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why, in words for your users, who are told it.")
  private String reason = "";

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = TimeForm.class,
      description = "Goes back by itself after this time, such as 2h.")
  private Optional<Duration> time = Optional.empty();

  @Option(names = "--subject", paramLabel = "SUBJECT", description = "Only uploads of this one.")
  private Optional<String> subject = Optional.empty();

  @Mixin private final JsonForm json = new JsonForm();

  /** The words on and off. */
  enum Way {
    ON,
    OFF
  }

  /** Throws a switch, where one is named, and says what is thrown. */
  Verdict run(OpsContext context, Optional<String> name, Optional<Way> way) {
    context.requireSchema();
    SwitchBook book = context.part(SwitchBook.class);
    if (way.isPresent()) {
      change(context, book, name.orElse(""), way.get() == Way.ON);
    }
    book.load();
    SwitchReport report = SwitchReport.of(book);
    if (json.isAsked()) {
      context.printJson(report);
      return Verdict.WELL;
    }
    for (SwitchReport.State one : report.switches()) {
      context.print("%-16s %s%s".formatted(one.name(), one.on() ? "on" : "off", thrown(one)));
    }
    for (SwitchReport.Own one : report.subjects()) {
      context.print(
          "%-16s off%s"
              .formatted(
                  "uploads of " + one.subject(),
                  thrown(one.reason(), one.since().toString(), one.until(), one.by())));
    }
    return Verdict.WELL;
  }

  private static String thrown(SwitchReport.State one) {
    return one.reason() == null
        ? ""
        : thrown(one.reason(), String.valueOf(one.since()), one.until(), String.valueOf(one.by()));
  }

  private static String thrown(String reason, String since, @Nullable Instant until, String by) {
    return " since %s%s by %s: %s"
        .formatted(since, until == null ? "" : " until " + until, by, reason);
  }

  private void change(OpsContext context, SwitchBook book, String name, boolean on) {
    try {
      SwitchChange change = SwitchChange.of(name, subject, on, reason, time);
      book.change(
          change,
          Changes.OPERATOR.name(),
          () -> Changes.note(context, "switch", change.words(), change.subject()));
    } catch (BadWishException nonsense) {
      throw OpsException.wrongUse(nonsense.sentence());
    }
  }
}
