package io.cameo.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The two forms in which the program is started: the one jar, and the folder with the JDK's
 * ahead-of-time cache that {@code ./cameo serve} makes of it.
 */
enum PackagedForm {
  /** {@code java -jar cameo.jar}, as an operator may copy it anywhere. */
  JAR {
    @Override
    List<String> command() {
      return List.of("-jar", jar().toString());
    }
  },

  /** The same unpacked, with its cache: starts in half the time, so most tests use it. */
  UNPACKED {
    @Override
    List<String> command() {
      return unpacked();
    }
  };

  private static final Duration LIMIT = Duration.ofSeconds(180);
  private static List<String> prepared = List.of();

  /** What stands behind {@code java} and its flags. */
  abstract List<String> command();

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static Path jar() {
    Path jar = Path.of(System.getProperty("cameo.program")).toAbsolutePath().normalize();
    if (!Files.exists(jar)) {
      throw new IllegalStateException(jar + " is not there: build it first (./cameo test does)");
    }
    return jar;
  }

  private static synchronized List<String> unpacked() {
    if (prepared.isEmpty()) {
      Path folder = Path.of("target", "program").toAbsolutePath();
      remove(folder);
      run(
          Map.of(),
          "-Djarmode=tools",
          "-jar",
          jar().toString(),
          "extract",
          "--destination",
          folder.toString());
      List<String> command = new ArrayList<>();
      Path cache = folder.resolve("cameo.aot");
      train(folder, cache);
      if (Files.exists(cache)) {
        command.add("-XX:AOTCache=" + cache);
      } else {
        System.out.println("no ahead-of-time cache was made; the tests start the program slowly");
      }
      command.add("-jar");
      command.add(folder.resolve(jar().getFileName()).toString());
      prepared = List.copyOf(command);
    }
    return prepared;
  }

  /** The flags that ./cameo gives, in the form in which the jar alone gets them. */
  static String flags() {
    return "@" + Path.of("../jvm.flags").toAbsolutePath().normalize();
  }

  private static void train(Path folder, Path cache) {
    Path data = Program.newHome();
    try {
      run(
          Map.of("CAMEO_DATA", data.toString(), "PORT", "0", "MANAGEMENT_PORT", "0"),
          "-XX:AOTCacheOutput=" + cache,
          "-Dspring.context.exit=onRefresh",
          flags(),
          "-Xmx512m",
          "-jar",
          folder.resolve(jar().getFileName()).toString());
    } finally {
      Processes.awaitNoneOf(data, Duration.ofSeconds(30));
      remove(data);
    }
  }

  private static void run(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = builder.start();
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", interrupted);
    }
  }

  /** Removes a folder and all in it, when it is there. */
  static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException leftBehind) {
      // A folder that cannot be removed costs disk space, not the result of a test.
      System.out.println("left behind: " + folder + " (" + leftBehind + ")");
    }
  }
}
