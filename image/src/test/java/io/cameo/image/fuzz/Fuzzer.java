package io.cameo.image.fuzz;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs one fuzz target, coverage-guided, in a process of its own, for a bounded number of inputs
 * or, with {@code cameo.fuzz.seconds}, for that time. It begins with the stored corpus, {@code
 * src/test/fuzz/NAME}, and the seeds it is given. With {@code cameo.fuzz.keep=true} what gave new
 * coverage is stored there, in the smallest set that gives it.
 */
public final class Fuzzer {

  /** Inputs of a short run. */
  public static final int INPUTS = 5_000;

  private static final int SECONDS = Integer.getInteger("cameo.fuzz.seconds", 0);
  private static final boolean KEEP = Boolean.getBoolean("cameo.fuzz.keep");

  /** Beside the time of the fuzzing: the start, or all of a short run. */
  private static final Duration AROUND = Duration.ofSeconds(180);

  /** One input that takes longer hangs. */
  private static final int LONGEST_INPUT_SECONDS = 5;

  private static final int LONGEST_INPUT_BYTES = 4096;
  private static final Pattern EXECUTED = Pattern.compile("stat::number_of_executed_units: (\\d+)");
  private static final Pattern COVERED = Pattern.compile("cov: (\\d+)");

  private Fuzzer() {}

  /**
   * What a run came to.
   *
   * @param executed inputs that were tried
   * @param covered places in the code that were reached
   * @param log all that was said
   */
  public record Run(boolean clean, long executed, long covered, String log) {}

  /**
   * @param name of the corpus
   * @param target a class with {@code public static void fuzzerTestOneInput(byte[])}
   * @param seeds well-formed inputs
   */
  public static Run run(String name, Class<?> target, Map<String, byte[]> seeds) {
    Path stored = Path.of("src/test/fuzz", name);
    try {
      Path work = Files.createTempDirectory("cameo-fuzz-");
      try {
        Path corpus = Files.createDirectories(work.resolve("corpus"));
        for (Map.Entry<String, byte[]> seed : seeds.entrySet()) {
          Files.write(corpus.resolve("seed-" + seed.getKey().replace(' ', '-')), seed.getValue());
        }
        Files.createDirectories(stored);
        Run run = run(target, work, List.of(corpus, stored.toAbsolutePath()));
        if (KEEP && run.clean()) {
          keep(target, work, corpus, stored);
        }
        return run;
      } finally {
        remove(work);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void keep(Class<?> target, Path work, Path found, Path stored) throws IOException {
    Path merged = Files.createDirectories(work.resolve("merged"));
    List<String> words = command(target, work);
    words.add("-merge=1");
    words.addAll(List.of(merged.toString(), stored.toAbsolutePath().toString(), found.toString()));
    start(words, work.resolve("merge.log"), work);
    remove(stored);
    Files.createDirectories(stored);
    try (var files = Files.list(merged)) {
      for (Path file : files.toList()) {
        Files.copy(file, stored.resolve(file.getFileName()));
      }
    }
  }

  private static Run run(Class<?> target, Path work, List<Path> corpora) throws IOException {
    List<String> words = command(target, work);
    words.add(SECONDS > 0 ? "-max_total_time=" + SECONDS : "-runs=" + INPUTS);
    words.add("-print_final_stats=1");
    corpora.forEach(corpus -> words.add(corpus.toString()));
    Path log = work.resolve("log");
    int code = start(words, log, work);
    String said = Files.readString(log);
    return new Run(code == 0, last(EXECUTED, said), last(COVERED, said), said);
  }

  private static List<String> command(Class<?> target, Path work) {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + target.getName(),
            "--instrumentation_includes=io.cameo.**:org.apache.tomcat.util.http.fileupload.**",
            "--custom_hook_includes=io.cameo.**:org.apache.tomcat.util.http.fileupload.**",
            "--reproducer_path=" + work,
            "-artifact_prefix=" + work + "/",
            "-timeout=" + LONGEST_INPUT_SECONDS,
            "-rss_limit_mb=3000",
            "-max_len=" + LONGEST_INPUT_BYTES));
  }

  private static int start(List<String> words, Path log, Path work) throws IOException {
    Process process =
        new ProcessBuilder(words)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(AROUND.toSeconds() + SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("The fuzzer did not end:\n" + Files.readString(log));
      }
      return process.exitValue();
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private static long last(Pattern number, String text) {
    long last = 0;
    for (Matcher found = number.matcher(text); found.find(); ) {
      last = Long.parseLong(found.group(1));
    }
    return last;
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
