package io.cameo.service.ops.check;

import io.cameo.service.ops.checklist.CheckReport;
import io.cameo.service.ops.checklist.Checklist;
import io.cameo.service.ops.checklist.line.Installation;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.frame.JsonForm;
import io.cameo.service.ops.frame.OpsCommand;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.Verdict;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the checks of the production checklist, and says of each line how it stands. */
@Command(
    name = "check",
    description = "Tries every line of the production checklist on this installation.")
public final class CheckCommand extends OpsCommand {

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "ID",
      description = "Only these lines, such as SEC-1,DB-2.")
  private List<String> only = List.of();

  @Option(
      names = "--category",
      split = ",",
      paramLabel = "NAME",
      description = "Only the lines of these categories, such as security or SEC.")
  private List<String> categories = List.of();

  @Option(
      names = "--strict",
      description = "Warnings, and what could not be tried, end with exit code 1 as well.")
  private boolean strict;

  @Mixin private final JsonForm json = new JsonForm();

  @Override
  protected Verdict run(OpsContext context) {
    Set<Line> lines = Choice.of(only, categories);
    CheckReport report = Checklist.of(new Installation(context)).report(lines);
    if (json.isAsked()) {
      context.printJson(CheckJson.of(report, strict));
    } else {
      CheckTable.of(report, strict).forEach(context::print);
    }
    return Verdict.wellIf(report.isWell(strict));
  }
}
