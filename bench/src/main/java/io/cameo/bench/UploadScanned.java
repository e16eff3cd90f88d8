package io.cameo.bench;

import io.cameo.bench.contender.CameoServer;
import io.cameo.bench.contender.Photograph;
import io.cameo.bench.contender.ScannerServer;
import io.cameo.bench.load.UploadLoad;
import io.cameo.bench.report.Readings;
import io.cameo.bench.report.Report;
import io.cameo.bench.report.Table;
import io.cameo.bench.running.WorkFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Our server with a clamd beside it, against the same server without one, in turn. */
final class UploadScanned {

  private static final String ALONE = "Cameo without a scanner";
  private static final String SCANNED = "Cameo with clamd";
  private static final Set<Integer> SIZES = Set.of(512, 256, 192, 128, 96, 64, 48, 32);

  private final Common common;
  private final int connections;
  private final Map<String, List<Upload>> uploads = new LinkedHashMap<>();
  private final List<Double> scannerMillis = new ArrayList<>();

  UploadScanned(Common common, int connections) {
    this.common = common;
    this.connections = connections;
  }

  Report run(WorkFolder folder) throws IOException, InterruptedException {
    Map<String, String> facts = common.facts(folder);
    Photograph photograph = Photograph.forUploads(common.project());
    facts.put("photograph", photograph.name() + ", " + photograph.jpeg().length + " bytes");
    facts.put("scanner", ScannerServer.WORDS);
    facts.put(
        "load", connections + " connections, each sends its next upload after the last answer");
    try (ScannerServer clamd = ScannerServer.start(below(folder, "clamd"));
        CameoServer alone = start(ALONE, Map.of(), below(folder, "alone"), photograph);
        CameoServer scanned =
            start(SCANNED, clamd.settings(), below(folder, "scanned"), photograph)) {
      measure(alone, scanned, clamd);
    }
    return report(facts);
  }

  private static Path below(WorkFolder folder, String name) throws IOException {
    return Files.createDirectories(folder.path().resolve(name));
  }

  private CameoServer start(
      String title, Map<String, String> settings, Path folder, Photograph photograph)
      throws IOException, InterruptedException {
    return CameoServer.start(title, common.requiredForm(settings), folder, photograph, SIZES);
  }

  private void measure(CameoServer alone, CameoServer scanned, ScannerServer clamd)
      throws InterruptedException {
    System.out.println("Warming up");
    UploadLoad warmUp = load(common.quick() ? 60 : 700, 90);
    for (CameoServer server : List.of(alone, scanned)) {
      Upload.measure(server, warmUp, "warm");
    }
    UploadLoad load = load(common.quick() ? 60 : 150, 30);
    int rounds = common.quick() ? 2 : 3;
    for (int round = 1; round <= rounds; round++) {
      System.out.printf("Round %d of %d%n", round, rounds);
      for (CameoServer server : List.of(alone, scanned)) {
        double before = clamd.cpuSeconds();
        Upload upload = Upload.measure(server, load, "round" + round);
        if (server == scanned) {
          scannerMillis.add((clamd.cpuSeconds() - before) * 1000 / upload.round().uploads());
        }
        uploads.computeIfAbsent(server.title(), title -> new ArrayList<>()).add(upload);
      }
    }
  }

  private UploadLoad load(int count, int boundSeconds) {
    return new UploadLoad(
        connections,
        count,
        Duration.ofSeconds(boundSeconds),
        Duration.ofSeconds(60),
        System::nanoTime);
  }

  private Report report(Map<String, String> facts) {
    Table table =
        new Table(
            "uploads a second, scanned or not",
            "median",
            "least",
            "most",
            "p50 ms",
            "p99 ms",
            "server CPU ms/upload",
            "faults");
    for (String title : uploads.keySet()) {
      Readings rates = readings(title, Upload::perSecond);
      table.row(
          title,
          rates.median(),
          rates.min(),
          rates.max(),
          readings(title, upload -> upload.round().percentile(0.5)).median(),
          readings(title, upload -> upload.round().percentile(0.99)).median(),
          readings(title, Upload::serverMillisEach).median(),
          all(title).stream().mapToInt(each -> each.round().faults().size()).sum());
    }
    Map<String, Object> raw = new LinkedHashMap<>();
    uploads.forEach((title, all) -> raw.put(title, all.stream().map(Upload::plain).toList()));
    raw.put("scannerCpuMillisEach", scannerMillis);
    return new Report(
        "upload-scan",
        "Upload with a virus scanner",
        facts,
        List.of(),
        List.of(table),
        List.of(
            "clamd runs on the same cores and took %.1f ms of processor time an upload."
                .formatted(new Readings(scannerMillis).median())),
        Map.of("uploads", raw));
  }

  private Readings readings(String title, ToDoubleFunction<Upload> figure) {
    return new Readings(all(title).stream().map(figure::applyAsDouble).toList());
  }

  private List<Upload> all(String title) {
    return uploads.getOrDefault(title, List.of());
  }
}
