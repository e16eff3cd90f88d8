package io.cameo.image.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts processes that try to escape, as workers are started. */
final class Escapees {
  /** The flags that the filter counts on: no code cache that grows, no files that are polled. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xms16m",
          "-Xmx16m",
          "-XX:InitialCodeCacheSize=24m",
          "-XX:ReservedCodeCacheSize=24m",
          "-XX:-UsePerfData",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:+SuppressFatalErrorMessage",
          "-XX:-UseContainerSupport",
          "-Xlog:disable",
          "--enable-native-access=ALL-UNNAMED");

  private Escapees() {}

  /** How an attempt ended. */
  record End(int exitCode, String said) {}

  static List<String> line(Confinement confinement, String attempt) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String classPath = System.getProperty("java.class.path");
    List<String> line = new ArrayList<>();
    line.add(java.toString());
    line.addAll(FLAGS);
    line.addAll(List.of("-cp", classPath, Escapee.class.getName(), confinement.word(), attempt));
    return line;
  }

  static End run(Path folder, Confinement confinement, String attempt)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(line(confinement, attempt)).directory(folder.toFile()).start();
    try {
      process.getOutputStream().close();
      String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new AssertionError("still there: " + attempt + "\n" + said);
      }
      return new End(process.exitValue(), said);
    } finally {
      process.destroyForcibly();
    }
  }
}
