package io.cameo.bench;

import io.cameo.bench.contender.CameoServer;
import io.cameo.bench.contender.Photograph;
import io.cameo.bench.load.UploadLoad;
import io.cameo.bench.report.Ratio;
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

/** Our server with its workers locked in, against the same server without, in turn. */
final class SandboxCost {

  private static final String LOCKED = "Cameo, workers locked in";
  private static final String FREE = "Cameo, no sandbox";
  private static final Set<Integer> SIZES = Set.of(512, 256, 192, 128, 96, 64, 48, 32);
  private static final double REQUIRED = 0.97;

  private final Common common;
  private final int connections;
  private final Map<String, List<Upload>> uploads = new LinkedHashMap<>();
  private final List<Double> ratios = new ArrayList<>();

  SandboxCost(Common common, int connections) {
    this.common = common;
    this.connections = connections;
  }

  Report run(WorkFolder folder) throws IOException, InterruptedException {
    Map<String, String> facts = common.facts(folder);
    Photograph photograph = Photograph.forUploads(common.project());
    facts.put("photograph", photograph.name() + ", " + photograph.jpeg().length + " bytes");
    facts.put(
        "load", connections + " connections, each sends its next upload after the last answer");
    try (CameoServer locked = start(LOCKED, "required", folder, photograph);
        CameoServer free = start(FREE, "off", folder, photograph)) {
      measure(locked, free);
    }
    return report(facts);
  }

  private CameoServer start(String title, String mode, WorkFolder folder, Photograph photograph)
      throws IOException, InterruptedException {
    Path home = Files.createDirectories(folder.path().resolve(mode));
    return CameoServer.start(
        title, common.requiredForm(Map.of("CAMEO_SANDBOX", mode)), home, photograph, SIZES);
  }

  private void measure(CameoServer locked, CameoServer free)
      throws IOException, InterruptedException {
    System.out.println("Warming up");
    UploadLoad warmUp = load(common.quick() ? 100 : 700, 60);
    for (CameoServer server : List.of(locked, free)) {
      Upload.measure(server, warmUp, "warm");
      server.verifyLastPicture();
    }
    UploadLoad load = load(common.quick() ? 80 : 150, 30);
    int rounds = common.quick() ? 2 : 6;
    for (int round = 1; round <= rounds; round++) {
      System.out.printf("Round %d of %d%n", round, rounds);
      // Each goes first as often as the other: what the machine does meanwhile hits both.
      List<CameoServer> order = round % 2 == 0 ? List.of(free, locked) : List.of(locked, free);
      for (CameoServer server : order) {
        Upload upload = Upload.measure(server, load, "round" + round);
        uploads.computeIfAbsent(server.title(), title -> new ArrayList<>()).add(upload);
        server.verifyLastPicture();
      }
      ratios.add(all(LOCKED).getLast().perSecond() / all(FREE).getLast().perSecond());
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
            "uploads a second, by sandbox",
            "median",
            "least",
            "most",
            "p50 ms",
            "p99 ms",
            "server CPU ms/upload",
            "faults");
    for (String title : List.of(LOCKED, FREE)) {
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
    Readings paired = new Readings(ratios);
    return new Report(
        "sandbox",
        "Cost of the sandbox",
        facts,
        List.of(
            new Ratio(
                "uploads a second: locked in / no sandbox",
                readings(LOCKED, Upload::perSecond).median(),
                readings(FREE, Upload::perSecond).median(),
                REQUIRED)),
        List.of(table),
        List.of(
            "Round by round the ratio was %.3f to %.3f, median %.3f."
                .formatted(paired.min(), paired.max(), paired.median())),
        Map.of("uploads", raw, "ratiosByRound", ratios));
  }

  private Readings readings(String title, ToDoubleFunction<Upload> figure) {
    return new Readings(all(title).stream().map(figure::applyAsDouble).toList());
  }

  private List<Upload> all(String title) {
    return uploads.getOrDefault(title, List.of());
  }
}
