package io.cameo.bench.load;

import io.cameo.bench.running.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The load generator wrk, as one command.
 *
 * @param program where it is
 * @param prefix what stands before it, such as {@code taskset -c 1}
 * @param threads its own threads
 * @param connections kept-alive connections
 */
public record Wrk(Path program, List<String> prefix, int threads, int connections) {

  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([\\d.]+)");
  private static final Pattern SHARE =
      Pattern.compile("(?m)^\\s+(50|99)%\\s+([\\d.]+)(us|ms|s)\\b");
  private static final Pattern NOT_WELL =
      Pattern.compile("(?m)^\\s+(Non-2xx or 3xx responses:.*|Socket errors:.*)$");

  /**
   * What wrk measured.
   *
   * @param perSecond answers a second
   * @param p50Millis time in milliseconds that half of the answers stayed within
   * @param p99Millis the same for 99 of 100
   * @param faults what wrk says about wrong answers and broken connections; empty when all was well
   */
  public record Reading(
      double perSecond, double p50Millis, double p99Millis, List<String> faults) {}

  /** Loads an address for some time. */
  public Reading run(String url, Map<String, String> headers, Duration time)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            program.toString(),
            "--latency",
            "-t" + threads,
            "-c" + connections,
            "-d" + time.toSeconds() + "s"));
    headers.forEach((name, value) -> command.addAll(List.of("-H", name + ": " + value)));
    command.add(url);
    return parse(Tool.run(Path.of("/"), time.plusSeconds(20), command));
  }

  /** Reads wrk's report. */
  static Reading parse(String report) throws IOException {
    Matcher rate = RATE.matcher(report);
    if (!rate.find()) {
      throw new IOException("wrk reported no rate:\n" + report);
    }
    double p50 = 0;
    double p99 = 0;
    for (Matcher share = SHARE.matcher(report); share.find(); ) {
      double millis = Double.parseDouble(share.group(2)) * factor(share.group(3));
      if (share.group(1).equals("50")) {
        p50 = millis;
      } else {
        p99 = millis;
      }
    }
    List<String> faults = NOT_WELL.matcher(report).results().map(m -> m.group(1).strip()).toList();
    return new Reading(Double.parseDouble(rate.group(1)), p50, p99, faults);
  }

  private static double factor(String unit) {
    return switch (unit) {
      case "us" -> 0.001;
      case "ms" -> 1;
      default -> 1000;
    };
  }
}
