package io.cameo.service.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.observability.Scrubber;
import io.cameo.service.structure.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/** Every command line that a page shows is understood by the program as it stands there. */
class DocumentedCommandsTest {

  private static final Pattern TASK = Pattern.compile("(?m)^task_([a-z-]+)\\(\\)");

  /** What stands for a number: how many, or what another command says. */
  private static final Pattern NUMBER = Pattern.compile("N|\\$\\(.*\\)");

  private static CommandLine commandLine() {
    return new Operator(List::of, Clock.systemUTC(), System.out, System.err, Scrubber.byForm())
        .commandLine();
  }

  @Test
  void everyCommandLineInThePagesIsUnderstood() throws IOException {
    String script = Files.readString(Path.of("../cameo"));
    Set<String> tasks = new TreeSet<>();
    TASK.matcher(script).results().forEach(task -> tasks.add(task.group(1)));
    Set<String> commands = commandLine().getSubcommands().keySet();
    List<Documents.CommandLine> lines = Documents.commandLines();
    Set<String> shown = new TreeSet<>();
    List<String> wrong = new ArrayList<>();

    for (Documents.CommandLine line : lines) {
      String task = line.words().isEmpty() ? "" : line.words().getFirst();
      shown.add(task);
      if (commands.contains(task)) {
        complaint(line)
            .ifPresent(said -> wrong.add(line.page() + ": " + line.words() + ": " + said));
      } else if (!tasks.contains(task) && !task.equals("…") && !task.equals("TASK")) {
        wrong.add(line.page() + ": there is no task " + line.words());
      }
    }

    assertThat(lines).hasSizeGreaterThan(200);
    assertThat(shown).as("commands without a line in any page").containsAll(commands);
    assertThat(wrong).isEmpty();
  }

  private static Optional<String> complaint(Documents.CommandLine line) {
    String[] words =
        line.words().stream()
            .map(word -> NUMBER.matcher(word).matches() ? "1" : word)
            .toArray(String[]::new);
    try {
      commandLine().parseArgs(words);
      return Optional.empty();
    } catch (MissingParameterException shortened) {
      return line.whole() ? Optional.of(shortened.getMessage()) : Optional.empty();
    } catch (ParameterException refused) {
      return Optional.of(refused.getMessage());
    }
  }
}
