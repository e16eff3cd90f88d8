package io.cameo.service.ops.rollback;

import io.cameo.service.ops.frame.OpsException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Runs the programs that a deployment is changed with. */
final class Programs {

  /** More of what a program says is not kept. */
  private static final int LONGEST = 4_000_000;

  private static final File NOTHING = new File("/dev/null");
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final Duration limit;
  private final Consumer<String> shown;
  private final UnaryOperator<String> places;

  /**
   * @param limit of one program
   * @param shown gets each line of what a program says that {@link #run} runs
   */
  Programs(Duration limit, Consumer<String> shown) {
    this(limit, shown, name -> name);
  }

  /**
   * The same.
   *
   * @param places where a program of that name is
   */
  Programs(Duration limit, Consumer<String> shown, UnaryOperator<String> places) {
    this.limit = limit;
    this.shown = shown;
    this.places = places;
  }

  Duration limit() {
    return limit;
  }

  /** Runs one and shows what it says. */
  void run(Map<String, String> environment, List<String> words) {
    start(environment, words, true);
  }

  /** Runs one and gives what it has written to standard output. */
  String ask(List<String> words) {
    return start(Map.of(), words, false);
  }

  private String start(Map<String, String> environment, List<String> words, boolean show) {
    List<String> command = new ArrayList<>(words);
    command.set(0, places.apply(words.getFirst()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectInput(ProcessBuilder.Redirect.from(NOTHING));
    if (show) {
      builder.redirectErrorStream(true);
    } else {
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    }
    Process process;
    try {
      process = builder.start();
    } catch (IOException missing) {
      throw OpsException.problem(
          "The program "
              + words.getFirst()
              + " could not be started: "
              + missing.getMessage()
              + ". Install it where this command runs, or do this step by hand and skip it with"
              + " --skip deployment.",
          missing);
    }
    StringBuilder said = new StringBuilder();
    Thread reader =
        Thread.ofVirtual().name("program-output").start(() -> read(process, said, show));
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw OpsException.problem(
            line(words)
                + " has not ended after "
                + limit.toSeconds()
                + " s, and was ended. Look why, then run ./cameo rollback --yes again: it goes on"
                + " here. --limit gives it more time.");
      }
      reader.join(LAST_WORDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw OpsException.problem("Interrupted. Run ./cameo rollback --yes again: it goes on.");
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    if (process.exitValue() != 0) {
      throw OpsException.problem(
          line(words)
              + " ended with code "
              + process.exitValue()
              + ". Its own words stand above. Mend that and run ./cameo rollback --yes again: it"
              + " goes on here.");
    }
    synchronized (said) {
      return said.toString();
    }
  }

  private void read(Process process, StringBuilder said, boolean show) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (show) {
          shown.accept(line);
        }
        synchronized (said) {
          if (said.length() + line.length() < LONGEST) {
            said.append(line).append('\n');
          }
        }
      }
    } catch (IOException ended) {
      shown.accept("(its words could not be read to the end: " + ended.getMessage() + ")");
    }
  }

  private static String line(List<String> words) {
    return "\"" + String.join(" ", words) + "\"";
  }
}
