package io.cameo.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One of the operator's commands as a process of its own, on the data of a program's home. */
final class OperatorCommand {

  private static final long LIMIT_SECONDS = 120;

  private OperatorCommand() {}

  /** What a command answered. */
  record Answer(int exitCode, String out, String err) {}

  /** Runs a command to its end. */
  static Answer run(Path home, Map<String, String> settings, String... words) {
    try {
      Path out = Files.createTempFile(home, "command-", ".out");
      Path err = Files.createTempFile(home, "command-", ".err");
      Process process =
          builder(home, settings, words)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
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

  /** The process before its start. */
  static ProcessBuilder builder(Path home, Map<String, String> settings, String... words) {
    List<String> command = new ArrayList<>();
    command.add(PackagedForm.java());
    command.add(PackagedForm.flags());
    command.add("-Xmx256m");
    command.addAll(PackagedForm.UNPACKED.command());
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "USER"));
    builder.environment().put("CAMEO_DATA", home.resolve("data").toString());
    builder.environment().put("TZ", "Asia/Kathmandu");
    builder.environment().putAll(settings);
    return builder;
  }
}
