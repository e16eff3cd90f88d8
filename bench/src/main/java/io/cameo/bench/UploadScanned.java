package io.cameo.bench;

import io.cameo.bench.contender.CameoServer;
import io.cameo.bench.contender.ScannerServer;
import io.cameo.bench.report.Report;
import io.cameo.bench.running.WorkFolder;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Our server with a clamd beside it, against the same server without one. */
final class UploadScanned {

  private static final String ALONE = "Cameo without a scanner";
  private static final String SCANNED = "Cameo with clamd";
  private static final int ROUNDS = 4;

  private UploadScanned() {}

  static Report run(Common common, int connections, WorkFolder folder)
      throws IOException, InterruptedException {
    UploadPair pair = new UploadPair(common, connections, ROUNDS);
    Map<String, String> facts = pair.facts(folder);
    facts.put("scanner", ScannerServer.WORDS);
    try (ScannerServer clamd = ScannerServer.start(UploadPair.below(folder, "clamd"));
        CameoServer alone = pair.start(ALONE, Map.of(), UploadPair.below(folder, "alone"));
        CameoServer scanned =
            pair.start(SCANNED, clamd.settings(), UploadPair.below(folder, "scanned"))) {
      pair.measure(alone, scanned, clamd::cpuSeconds);
    }
    return new Report(
        "upload-scan",
        "Upload with a virus scanner",
        facts,
        List.of(),
        List.of(pair.table("uploads a second, scanned or not")),
        List.of(
            "clamd runs on the same cores and took %.1f ms of processor time an upload."
                .formatted(pair.besideMillis()),
            pair.roundByRound()),
        pair.raw());
  }
}
