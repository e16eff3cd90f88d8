package io.cameo.service.ops.check;

import io.cameo.service.ops.checklist.CheckReport;
import io.cameo.service.ops.checklist.Checklist;
import io.cameo.service.ops.checklist.line.Installation;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.frame.JsonForm;
import io.cameo.service.ops.frame.OpsCommand;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.ops.frame.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Also write the report there as JUnit's XML.")
  private @Nullable Path junit;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also write the report there as one page to print.")
  private @Nullable Path html;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "Read this log through for secrets and e-mail addresses (AUD-2).")
  private @Nullable Path log;

  @Mixin private final JsonForm json = new JsonForm();

  @Override
  protected Verdict run(OpsContext context) {
    Set<Line> lines = Choice.of(only, categories);
    Optional<Path> readThrough = Optional.ofNullable(log);
    readThrough.ifPresent(CheckCommand::requireReadable);
    // A report that cannot be written should not be waited for.
    for (Path file : files()) {
      write(file, "");
    }
    CheckReport report = Checklist.of(new Installation(context), readThrough).report(lines);
    if (junit != null) {
      write(junit, CheckJunit.of(report, strict));
    }
    if (html != null) {
      write(html, CheckHtml.of(report, strict));
    }
    if (json.isAsked()) {
      context.printJson(CheckJson.of(report, strict));
    } else {
      CheckTable.of(report, strict).forEach(context::print);
    }
    return Verdict.wellIf(report.isWell(strict));
  }

  private List<Path> files() {
    return Stream.of(Optional.ofNullable(junit), Optional.ofNullable(html))
        .flatMap(Optional::stream)
        .toList();
  }

  private static void requireReadable(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw OpsException.wrongUse(
          "--log names " + file + ", which is no file that this command may read.");
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException cannot) {
      throw OpsException.wrongUse(
          file
              + " cannot be written: name a file in a folder that is there ("
              + cannot.getClass().getSimpleName()
              + ").");
    }
  }
}
