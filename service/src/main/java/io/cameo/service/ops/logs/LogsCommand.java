package io.cameo.service.ops.logs;

import io.cameo.service.observability.LeakScan;
import io.cameo.service.ops.frame.JsonForm;
import io.cameo.service.ops.frame.OpsCommand;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.ops.frame.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cameo logs scan FILE…}. */
@Command(
    name = "logs",
    description = "Look through log files for what should never stand in one: logs scan FILE…",
    mixinStandardHelpOptions = true,
    subcommands = LogsCommand.Scan.class)
public final class LogsCommand extends OpsCommand {

  @Override
  protected Verdict run(OpsContext context) {
    throw OpsException.wrongUse("Say what to do: logs scan FILE…");
  }

  /** Looks through files. */
  @Command(
      name = "scan",
      description =
          "Find secrets and e-mail addresses by their form, in logs of Cameo and of what stands"
              + " before it; exit code 1 when there are any. They are not shown.",
      mixinStandardHelpOptions = true)
  static final class Scan extends OpsCommand {

    /** More findings are counted and not listed. */
    private static final int MOST_LISTED = 1_000;

    @Parameters(
        paramLabel = "FILE",
        arity = "1..*",
        description = "Log files, also compressed ones (.gz).")
    private List<Path> files = List.of();

    @Mixin private final JsonForm json = new JsonForm();

    /** A finding with its file, as it is told. */
    record Leak(String file, long line, String kind) {}

    @Override
    protected Verdict run(OpsContext context) {
      files.forEach(Scan::requireReadable);
      LeakScan scan = LeakScan.byForm();
      List<Leak> leaks = new ArrayList<>();
      long[] found = {0};
      long lines = 0;
      for (Path file : files) {
        try (Reader text = open(file)) {
          lines +=
              scan.all(
                  text,
                  finding -> {
                    found[0]++;
                    if (leaks.size() < MOST_LISTED) {
                      leaks.add(new Leak(file.toString(), finding.line(), finding.kind()));
                    }
                  });
        } catch (IOException unreadable) {
          throw OpsException.problem(
              file + " cannot be read: " + unreadable.getClass().getSimpleName(), unreadable);
        }
      }
      if (json.isAsked()) {
        context.printJson(Map.of("lines", lines, "found", found[0], "leaks", leaks));
      } else {
        leaks.forEach(leak -> context.print(leak.file() + ":" + leak.line() + ": " + leak.kind()));
        context.print(lines + " lines, " + found[0] + " findings");
      }
      return Verdict.wellIf(found[0] == 0);
    }

    /** A name that is mistyped should not come out after an hour of reading. */
    private static void requireReadable(Path file) {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw OpsException.wrongUse(file + " is no file that this command may read.");
      }
    }

    private static Reader open(Path file) throws IOException {
      InputStream bytes = Files.newInputStream(file);
      return new InputStreamReader(
          file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes,
          StandardCharsets.UTF_8);
    }
  }
}
