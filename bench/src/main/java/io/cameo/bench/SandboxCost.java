package io.cameo.bench;

import io.cameo.bench.contender.CameoServer;
import io.cameo.bench.report.Ratio;
import io.cameo.bench.report.Report;
import io.cameo.bench.running.WorkFolder;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Our server with its workers locked in, against the same server without. */
final class SandboxCost {

  private static final String FREE = "Cameo, no sandbox";
  private static final String LOCKED = "Cameo, workers locked in";
  private static final double REQUIRED = 0.97;
  private static final int ROUNDS = 6;

  private SandboxCost() {}

  static Report run(Common common, int connections, WorkFolder folder)
      throws IOException, InterruptedException {
    UploadPair pair = new UploadPair(common, connections, ROUNDS);
    Map<String, String> facts = pair.facts(folder);
    try (CameoServer free = start(pair, FREE, "off", folder);
        CameoServer locked = start(pair, LOCKED, "required", folder)) {
      pair.measure(free, locked, () -> 0);
    }
    return new Report(
        "sandbox",
        "Cost of the sandbox",
        facts,
        List.of(
            new Ratio(
                "uploads a second: locked in / no sandbox",
                pair.perSecond(LOCKED),
                pair.perSecond(FREE),
                REQUIRED)),
        List.of(pair.table("uploads a second, by sandbox")),
        List.of(pair.roundByRound()),
        pair.raw());
  }

  private static CameoServer start(UploadPair pair, String title, String mode, WorkFolder folder)
      throws IOException, InterruptedException {
    return pair.start(title, Map.of("CAMEO_SANDBOX", mode), UploadPair.below(folder, mode));
  }
}
