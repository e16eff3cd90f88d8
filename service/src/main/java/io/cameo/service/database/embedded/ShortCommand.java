package io.cameo.service.database.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs a small system program to its end. */
final class ShortCommand {
  private static final int SECONDS = 10;
  private static final int OUTPUT = 8192;

  private ShortCommand() {}

  /**
   * What a program answered.
   *
   * @param exitCode its own, or -1 if it could not be run or did not end
   * @param output both streams, cut at 8 kB
   */
  record Answer(int exitCode, String output) {
    boolean ok() {
      return exitCode == 0;
    }
  }

  static Answer run(List<String> command) {
    try {
      Process process = builder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      CompletableFuture<String> output = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> output.complete(read(process.getInputStream())));
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Answer(-1, "no answer within " + SECONDS + " s");
      }
      return new Answer(
          process.exitValue(), output.completeOnTimeout("", 1, TimeUnit.SECONDS).join());
    } catch (IOException e) {
      return new Answer(-1, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(-1, "interrupted");
    }
  }

  /** A process with an environment of its own: nothing of ours, no secret, leaks into it. */
  static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder
        .environment()
        .putAll(Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C", "TZ", "UTC"));
    return builder;
  }

  private static String read(InputStream stream) {
    try (stream) {
      String output = new String(stream.readNBytes(OUTPUT), UTF_8).strip();
      stream.transferTo(java.io.OutputStream.nullOutputStream());
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
