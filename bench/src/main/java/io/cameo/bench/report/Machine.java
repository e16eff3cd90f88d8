package io.cameo.bench.report;

import io.cameo.bench.running.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a run was made on, in words that go above its results. */
public final class Machine {

  private Machine() {}

  /**
   * Describes this machine.
   *
   * @param work where stores and databases lie during the run
   */
  public static Map<String, String> describe(Path work) throws IOException {
    int cores = Runtime.getRuntime().availableProcessors();
    double load = Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("cores", String.valueOf(cores));
    facts.put("processor", field(Path.of("/proc/cpuinfo"), "model name"));
    facts.put("memory", field(Path.of("/proc/meminfo"), "MemTotal"));
    facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put(
        "JDK", System.getProperty("java.vendor.version", "") + " " + Runtime.version().toString());
    facts.put("disk", Files.getFileStore(work).type() + " on " + Files.getFileStore(work).name());
    facts.put(
        "load before the run",
        String.format(Locale.ROOT, "%.2f", load)
            + (load > 0.3 * cores
                ? " (other work ran on this machine: the figures are rough)"
                : ""));
    return facts;
  }

  /** What a program says about its version, in one line. */
  public static String version(List<String> command) throws InterruptedException {
    try {
      return Tool.run(Path.of("/"), Duration.ofSeconds(10), command).lines().findFirst().orElse("");
    } catch (IOException e) {
      // wrk prints its version and ends with a code of failure.
      return String.valueOf(e.getMessage()).lines().skip(1).findFirst().orElse("unknown");
    }
  }

  private static String field(Path file, String name) throws IOException {
    return Files.readString(file)
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }
}
