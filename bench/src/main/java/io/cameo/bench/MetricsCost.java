package io.cameo.bench;

import io.cameo.bench.contender.CameoServer;
import io.cameo.bench.load.Wrk;
import io.cameo.bench.report.Ratio;
import io.cameo.bench.report.Report;
import io.cameo.bench.running.Tool;
import io.cameo.bench.running.WorkFolder;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Our server with everything measured against the same server that measures nothing. */
final class MetricsCost {

  private static final String SILENT = "Cameo, no metrics";
  private static final String MEASURED = "Cameo, all metrics";
  private static final double REQUIRED = 0.97;
  private static final int ROUNDS = 6;

  /** How often both are started anew for deliveries. */
  private static final int PAIRS = 4;

  private final Common common;
  private final int connections;
  private final int readers;

  MetricsCost(Common common, int connections, int readers) {
    this.common = common;
    this.connections = connections;
    this.readers = readers;
  }

  Report run(WorkFolder folder) throws IOException, InterruptedException {
    Wrk wrk = new Wrk(Tool.require("wrk", "wrk"), List.of(), 2, readers);
    UploadPair uploads = new UploadPair(common, connections, ROUNDS);
    DeliveryPair deliveries = new DeliveryPair(wrk, common.quick());
    Map<String, String> facts = uploads.facts(folder);
    facts.put("delivery", readers + " connections, kept alive, from 2 threads of wrk");
    try (CameoServer silent = start(uploads, SILENT, "off", folder);
        CameoServer measured = start(uploads, MEASURED, "on", folder)) {
      uploads.measure(silent, measured, () -> 0);
    }
    int pairs = common.quick() ? 1 : PAIRS;
    for (int pair = 1; pair <= pairs; pair++) {
      System.out.printf("Delivery, pair %d of %d%n", pair, pairs);
      try (CameoServer silent = start(uploads, SILENT, "off", folder);
          CameoServer measured = start(uploads, MEASURED, "on", folder)) {
        uploads.some(silent);
        uploads.some(measured);
        deliveries.measure(silent, measured, common.quick() ? 2 : ROUNDS);
      }
    }
    return new Report(
        "metrics",
        "Cost of measuring",
        facts,
        List.of(
            new Ratio(
                "uploads a second: all metrics / none",
                uploads.perSecond(MEASURED),
                uploads.perSecond(SILENT),
                REQUIRED),
            new Ratio(
                "pictures delivered a second: all metrics / none",
                deliveries.perSecond(MEASURED),
                deliveries.perSecond(SILENT),
                REQUIRED)),
        List.of(
            uploads.table("uploads a second, by metrics"),
            deliveries.table("pictures delivered a second, by metrics")),
        List.of(uploads.roundByRound(), deliveries.roundByRound(pairs)),
        Map.of("uploads", uploads.raw(), "deliveries", deliveries.raw()));
  }

  private static CameoServer start(UploadPair pair, String title, String mode, WorkFolder folder)
      throws IOException, InterruptedException {
    return pair.start(
        title, Map.of("CAMEO_METRICS", mode), UploadPair.below(folder, "metrics-" + mode));
  }
}
