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
enum PackagedForm implements ProgramForm {
  /** {@code java -jar cameo.jar}, as an operator may copy it anywhere. */
  JAR {
    @Override
    public List<String> command() {
      return List.of("-jar", jar().toString());
    }
  },

  /** The same unpacked, with its cache: starts in half the time, so most tests use it. */
  UNPACKED {
    @Override
    public List<String> command() {
      return unpacked();
    }
  };

  private static final Duration LIMIT = Duration.ofSeconds(180);
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path PROGRAM = TARGET.resolve("program");
  private static final Path CACHE = PROGRAM.resolve("cameo.aot");
  private static final Path FIRST_START = TARGET.resolve("first-start");
  private static List<String> prepared = List.of();

  /** {@code java} with the flags of {@code ./cameo}, for a program of this heap. */
  static List<String> javaWith(String heap) {
    return List.of(
        java(),
        flags(),
        "-Xmx" + heap,
        // No flag of ./cameo: what lives for seconds spends half of them in the second compiler.
        "-XX:TieredStopAtLevel=1");
  }

  /** The flags that ./cameo gives, in the form in which the jar alone gets them. */
  private static String flags() {
    return "@" + Path.of("../jvm.flags").toAbsolutePath().normalize();
  }

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
      makeOnce();
      List<String> command = new ArrayList<>();
      if (Files.exists(CACHE)) {
        command.add("-XX:AOTCache=" + CACHE);
      } else {
        System.out.println("no ahead-of-time cache was made; the tests start the program slowly");
      }
      command.add("-jar");
      command.add(unpackedJar().toString());
      prepared = List.copyOf(command);
    }
    return prepared;
  }

  private static Path unpackedJar() {
    return PROGRAM.resolve(jar().getFileName());
  }

  /** The data folder of a program that has started once and ended. */
  static Path firstStart() {
    unpacked();
    return FIRST_START;
  }

  private static void makeOnce() {
    String wanted;
    try {
      wanted =
          "%s %d %s"
              .formatted(Files.getLastModifiedTime(jar()), Files.size(jar()), Runtime.version());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    Once.make(TARGET, "program", wanted, PackagedForm::make);
  }

  private static void make() {
    remove(PROGRAM);
    remove(FIRST_START);
    run(
        Map.of(),
        "-Djarmode=tools",
        "-jar",
        jar().toString(),
        "extract",
        "--destination",
        PROGRAM.toString());
    train();
  }

  private static void train() {
    run(
        Map.of("CAMEO_DATA", FIRST_START.toString(), "PORT", "0", "MANAGEMENT_PORT", "0"),
        "-XX:AOTCacheOutput=" + CACHE,
        "-Dspring.context.exit=onRefresh",
        flags(),
        "-Xmx512m",
        "-jar",
        unpackedJar().toString());
    Processes.awaitNoneOf(FIRST_START, Duration.ofSeconds(30));
  }

  private static void run(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    // The first start shows the key that it makes, on purpose; nothing else is of interest here.
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

  /** Removes a folder and all in it, when it is there; what a program said in it is kept. */
  static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    Said.keep(folder);
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
