package io.cameo.service.ops;

import io.cameo.service.TestSettings;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.observability.Scrubber;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Runs the operator's commands in this JVM, as the program does. */
public final class TestCommands {

  private final Path data;
  private final Map<String, String> environment;
  private final Clock clock;

  private TestCommands(Path data, Map<String, String> environment, Clock clock) {
    this.data = data;
    this.environment = environment;
    this.clock = clock;
  }

  /**
   * What a command answered.
   *
   * @param out standard output: the result
   * @param err standard error: everything else
   */
  public record Answer(int exitCode, String out, String err) {}

  /** On the embedded database of a data folder. */
  public static TestCommands on(Path data) {
    return new TestCommands(data, Map.of(), Clock.systemUTC());
  }

  /** On a database of the test's; the rest lies below a folder. */
  public static TestCommands on(TestDatabase database, Path data) {
    return new TestCommands(
        data, Map.of("CAMEO_DATABASE_URL", database.setting()), Clock.systemUTC());
  }

  /** The same with this environment besides. */
  public TestCommands with(Map<String, String> more) {
    Map<String, String> all = new java.util.HashMap<>(environment);
    all.putAll(more);
    return new TestCommands(data, Map.copyOf(all), clock);
  }

  /** The same by another clock. */
  public TestCommands at(Clock other) {
    return new TestCommands(data, environment, other);
  }

  /** Runs one command to its end. */
  public Answer run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (PrintStream outLines = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errLines = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      int code =
          new Operator(
                  () -> TestSettings.of(data, environment),
                  clock,
                  outLines,
                  errLines,
                  Scrubber.byForm())
              .run(words);
      return new Answer(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
  }
}
