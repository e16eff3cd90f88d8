package io.cameo.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One of the operator's commands as a process of its own, on the data of a program's home. */
final class OperatorCommand {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private OperatorCommand() {}

  /** What a command answered. */
  record Answer(int exitCode, String out, String err) {}

  /** Runs a command to its end. */
  static Answer run(Path home, Map<String, String> settings, String... words) {
    return run(LIMIT, home, settings, words);
  }

  /** The same for one that has much to do. */
  static Answer run(Duration limit, Path home, Map<String, String> settings, String... words) {
    return run(PackagedForm.UNPACKED, limit, home, settings, words);
  }

  /** The same with another program. */
  static Answer run(
      ProgramForm form, Duration limit, Path home, Map<String, String> settings, String... words) {
    try {
      Path out = Files.createTempFile(home, Said.COMMAND, ".out");
      Path err = Files.createTempFile(home, Said.COMMAND, ".err");
      Process process =
          builder(form, home, settings, words)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            "the command did not end: " + Arrays.toString(words) + "\n" + Files.readString(err));
      }
      return new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while a command ran", interrupted);
    }
  }

  /** Where a command's words go that no test reads: a file that is looked through in the end. */
  private static ProcessBuilder.Redirect unread(Path home) {
    return ProcessBuilder.Redirect.appendTo(home.resolve(Said.COMMAND + "unread.out").toFile());
  }

  /** When a command is killed. */
  interface Moment {
    void await(Process command) throws Exception;
  }

  /** Starts a command, and kills it at that moment unless it has ended before. */
  static void killed(Path home, Map<String, String> settings, Moment moment, String... words)
      throws Exception {
    killed(PackagedForm.UNPACKED, home, settings, moment, words);
  }

  /** The same with another program. */
  static void killed(
      ProgramForm form, Path home, Map<String, String> settings, Moment moment, String... words)
      throws Exception {
    Process command =
        builder(form, home, settings, words)
            .redirectErrorStream(true)
            .redirectOutput(unread(home))
            .start();
    try {
      moment.await(command);
    } finally {
      command.destroyForcibly();
      if (!command.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError("not even killed: " + Arrays.toString(words));
      }
    }
  }

  /** Starts a command and ends it at that moment as Ctrl-C does; it has to end by itself then. */
  static void ended(Path home, Map<String, String> settings, Moment moment, String... words)
      throws Exception {
    Process command =
        builder(PackagedForm.UNPACKED, home, settings, words)
            .redirectErrorStream(true)
            .redirectOutput(unread(home))
            .start();
    try {
      moment.await(command);
      command.destroy();
      if (!command.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("a command that was told to end does not: " + List.of(words));
      }
    } finally {
      command.destroyForcibly();
    }
  }

  private static ProcessBuilder builder(
      ProgramForm form, Path home, Map<String, String> settings, String... words) {
    List<String> command = new ArrayList<>(PackagedForm.javaWith("256m"));
    command.addAll(form.command());
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "USER"));
    builder.environment().put("CAMEO_DATA", home.resolve("data").toString());
    builder.environment().put("TZ", "Asia/Kathmandu");
    builder.environment().putAll(settings);
    return builder;
  }
}
