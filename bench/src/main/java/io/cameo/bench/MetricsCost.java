package io.cameo.bench;

import io.cameo.bench.contender.CameoServer;
import io.cameo.bench.load.Answer;
import io.cameo.bench.load.Http;
import io.cameo.bench.load.Wrk;
import io.cameo.bench.report.Ratio;
import io.cameo.bench.report.Readings;
import io.cameo.bench.report.Report;
import io.cameo.bench.report.Table;
import io.cameo.bench.running.Tool;
import io.cameo.bench.running.WorkFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Our server with everything measured against the same server that measures nothing. */
final class MetricsCost {

  private static final String SILENT = "Cameo, no metrics";
  private static final String MEASURED = "Cameo, all metrics";
  private static final double REQUIRED = 0.97;
  private static final int ROUNDS = 6;

  private final Common common;
  private final int connections;
  private final int readers;
  private final Map<String, List<Double>> deliveries = new LinkedHashMap<>();

  MetricsCost(Common common, int connections, int readers) {
    this.common = common;
    this.connections = connections;
    this.readers = readers;
  }

  Report run(WorkFolder folder) throws IOException, InterruptedException {
    Wrk wrk = new Wrk(Tool.require("wrk", "wrk"), List.of(), 2, readers);
    UploadPair pair = new UploadPair(common, connections, ROUNDS);
    Map<String, String> facts = pair.facts(folder);
    facts.put("delivery", readers + " connections, kept alive, from 2 threads of wrk");
    try (CameoServer silent = start(pair, SILENT, "off", folder);
        CameoServer measured = start(pair, MEASURED, "on", folder)) {
      pair.measure(silent, measured, () -> 0);
      deliver(wrk, List.of(silent, measured));
    }
    Map<String, Object> raw = new LinkedHashMap<>(pair.raw());
    raw.put("deliveries", deliveries);
    return new Report(
        "metrics",
        "Cost of measuring",
        facts,
        List.of(
            new Ratio(
                "uploads a second: all metrics / none",
                pair.perSecond(MEASURED),
                pair.perSecond(SILENT),
                REQUIRED),
            new Ratio(
                "pictures delivered a second: all metrics / none",
                median(MEASURED),
                median(SILENT),
                REQUIRED)),
        List.of(pair.table("uploads a second, by metrics"), table()),
        List.of(pair.roundByRound()),
        raw);
  }

  private static CameoServer start(UploadPair pair, String title, String mode, WorkFolder folder)
      throws IOException, InterruptedException {
    return pair.start(
        title, Map.of("CAMEO_METRICS", mode), UploadPair.below(folder, "metrics-" + mode));
  }

  private void deliver(Wrk wrk, List<CameoServer> servers)
      throws IOException, InterruptedException {
    for (CameoServer server : servers) {
      verify(server);
      Settling.of(server::cpuSeconds).await();
      wrk.run(url(server), Map.of(), Duration.ofSeconds(common.quick() ? 3 : 10));
    }
    for (int round = 1; round <= (common.quick() ? 2 : ROUNDS); round++) {
      System.out.printf("Delivery, round %d%n", round);
      for (CameoServer server : round % 2 == 0 ? servers.reversed() : servers) {
        Wrk.Reading reading =
            wrk.run(url(server), Map.of(), Duration.ofSeconds(common.quick() ? 2 : 8));
        if (!reading.faults().isEmpty()) {
          throw new IllegalStateException(server.title() + ": " + reading.faults());
        }
        deliveries
            .computeIfAbsent(server.title(), title -> new ArrayList<>())
            .add(reading.perSecond());
      }
    }
  }

  private static void verify(CameoServer server) throws IOException {
    Answer answer = Http.get(server.address(), path(server), Map.of());
    if (answer.status() != 200) {
      throw new IllegalStateException(server.title() + " does not deliver its own picture.");
    }
  }

  private static String path(CameoServer server) {
    return server.lastPicture().orElseThrow();
  }

  private static String url(CameoServer server) {
    return "http://127.0.0.1:" + server.address().getPort() + path(server);
  }

  private double median(String title) {
    return new Readings(deliveries.getOrDefault(title, List.of())).median();
  }

  private Table table() {
    Table table = new Table("pictures delivered a second, by metrics", "median", "least", "most");
    deliveries.forEach(
        (title, all) -> {
          Readings readings = new Readings(all);
          table.row(title, readings.median(), readings.min(), readings.max());
        });
    return table;
  }
}
