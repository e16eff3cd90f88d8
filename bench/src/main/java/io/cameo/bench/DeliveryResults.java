package io.cameo.bench;

import io.cameo.bench.contender.DeliveryServers.Delivery;
import io.cameo.bench.load.Wrk.Reading;
import io.cameo.bench.report.Ratio;
import io.cameo.bench.report.Readings;
import io.cameo.bench.report.Report;
import io.cameo.bench.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What every way of delivery reached in every round, by how servers and load were placed. */
final class DeliveryResults {

  static final String OURS = "Cameo, /a/{version}/256.jpg";
  static final String OURS_STABLE = "Cameo, /u/{subject}?s=256, chosen by Accept";
  static final String CONDITIONAL = "pinned, If-None-Match";

  private final Map<String, Map<String, List<Round>>> readings = new LinkedHashMap<>();
  private int pictureBytes;

  void pictureBytes(int bytes) {
    pictureBytes = bytes;
  }

  int pictureBytes() {
    return pictureBytes;
  }

  /**
   * One round of one way of delivery.
   *
   * @param load what the load saw
   * @param serverMicros processor time of the server for one answer, in microseconds: tells more
   *     than the rate when something else took time on the server's core
   */
  record Round(Reading load, double serverMicros) {}

  void add(String mode, Delivery delivery, Round round) {
    Reading reading = round.load();
    System.out.printf(
        Locale.ROOT,
        "  %-22s %-30s %8.0f/s  p50 %.2f ms  p99 %.2f ms  CPU %.0f µs %s%n",
        mode,
        delivery.title(),
        reading.perSecond(),
        reading.p50Millis(),
        reading.p99Millis(),
        round.serverMicros(),
        String.join("; ", reading.faults()));
    readings
        .computeIfAbsent(mode, name -> new LinkedHashMap<>())
        .computeIfAbsent(delivery.title(), title -> new ArrayList<>())
        .add(round);
  }

  Report report(Map<String, String> facts) {
    List<Ratio> ratios = new ArrayList<>();
    for (String mode : List.of("pinned", "unpinned")) {
      if (readings.getOrDefault(mode, Map.of()).containsKey(OURS)) {
        double ours = rate(mode, OURS);
        double express =
            Math.max(rate(mode, "Express, express.static"), rate(mode, "Express, kept buffer"));
        ratios.add(new Ratio(mode + ": Cameo / faster Express", ours, express, 4));
        ratios.add(new Ratio(mode + ": Cameo / nginx", ours, rate(mode, "nginx"), 0.5));
      }
    }
    List<Table> tables = new ArrayList<>();
    readings.forEach((mode, byTitle) -> tables.add(table(mode, byTitle)));
    return new Report("deliver", "Delivery", facts, ratios, tables, remarks(), raw());
  }

  private double rate(String mode, String title) {
    return median(
        readings.getOrDefault(mode, Map.of()).getOrDefault(title, List.of()),
        round -> round.load().perSecond());
  }

  private static Table table(String mode, Map<String, List<Round>> byTitle) {
    Table table =
        new Table(
            mode,
            "answers a second",
            "least",
            "most",
            "p50 ms",
            "p99 ms",
            "server CPU µs/answer",
            "faults");
    byTitle.forEach(
        (title, all) -> {
          Readings rates =
              new Readings(all.stream().map(round -> round.load().perSecond()).toList());
          table.row(
              title,
              rates.median(),
              rates.min(),
              rates.max(),
              median(all, round -> round.load().p50Millis()),
              median(all, round -> round.load().p99Millis()),
              median(all, Round::serverMicros),
              all.stream()
                  .flatMap(round -> round.load().faults().stream())
                  .collect(Collectors.joining("; ")));
        });
    return table;
  }

  private static double median(List<Round> all, ToDoubleFunction<Round> figure) {
    return new Readings(all.stream().map(figure::applyAsDouble).toList()).median();
  }

  private static List<String> remarks() {
    return List.of(
        "Pinned: every server with all its processes on core 0, wrk on core 1. Unpinned: everybody"
            + " on all cores, wrk too; Express is one process, nginx has a worker a core.",
        "Everybody sends the same bytes and the same header fields; all tags were honoured with"
            + " 304 before the run.");
  }

  private Map<String, Object> raw() {
    Map<String, Object> raw = new LinkedHashMap<>();
    raw.put("readings", readings);
    return raw;
  }
}
