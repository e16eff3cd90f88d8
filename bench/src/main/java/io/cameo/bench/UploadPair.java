package io.cameo.bench;

import io.cameo.bench.contender.CameoServer;
import io.cameo.bench.contender.Photograph;
import io.cameo.bench.load.UploadLoad;
import io.cameo.bench.report.Readings;
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
import java.util.Objects;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/** Two of our servers that differ in one thing, loaded in turn: what that thing costs an upload. */
final class UploadPair {

  private static final Set<Integer> SIZES = Set.of(512, 256, 192, 128, 96, 64, 48, 32);

  private final Common common;
  private final int connections;
  private final int rounds;
  private final Photograph photograph;
  private final Map<String, List<Upload>> uploads = new LinkedHashMap<>();
  private final List<Double> ratios = new ArrayList<>();
  private final List<Double> besideMillis = new ArrayList<>();
  private int asked;

  UploadPair(Common common, int connections, int rounds) throws IOException {
    this.common = common;
    this.connections = connections;
    this.rounds = common.quick() ? 2 : rounds;
    this.photograph = Photograph.forUploads(common.project());
  }

  /** What stands above the results. */
  Map<String, String> facts(WorkFolder folder) throws IOException {
    Map<String, String> facts = common.facts(folder);
    facts.put("photograph", photograph.name() + ", " + photograph.jpeg().length + " bytes");
    facts.put(
        "load", connections + " connections, each sends its next upload after the last answer");
    return facts;
  }

  static Path below(WorkFolder folder, String name) throws IOException {
    return Files.createDirectories(folder.path().resolve(name));
  }

  /** Starts one of the two. */
  CameoServer start(String title, Map<String, String> settings, Path home)
      throws IOException, InterruptedException {
    return CameoServer.start(title, common.requiredForm(settings), home, photograph, SIZES);
  }

  /** Sends one a few pictures, for whoever wants to measure something else. */
  void some(CameoServer server) throws IOException, InterruptedException {
    Upload.measure(server, load(connections, 60), "some" + asked++);
  }

  /**
   * Loads both in turn, each first as often as the other: what the machine does meanwhile hits
   * both.
   *
   * @param beside processor seconds so far of what serves only the second one
   */
  void measure(CameoServer first, CameoServer second, DoubleSupplier beside)
      throws IOException, InterruptedException {
    System.out.println("Warming up");
    UploadLoad warmUp = load(common.quick() ? 60 : 700, 90);
    for (CameoServer server : List.of(first, second)) {
      Upload.measure(server, warmUp, "warm");
      server.verifyLastPicture();
    }
    UploadLoad load = load(common.quick() ? 60 : 150, 30);
    for (int round = 1; round <= rounds; round++) {
      System.out.printf("Round %d of %d%n", round, rounds);
      for (CameoServer server : round % 2 == 0 ? List.of(second, first) : List.of(first, second)) {
        double before = beside.getAsDouble();
        Upload upload = Upload.measure(server, load, "round" + round);
        if (server == second) {
          besideMillis.add((beside.getAsDouble() - before) * 1000 / upload.round().uploads());
        }
        uploads.computeIfAbsent(server.title(), title -> new ArrayList<>()).add(upload);
        server.verifyLastPicture();
      }
      ratios.add(
          all(second.title()).getLast().perSecond() / all(first.title()).getLast().perSecond());
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

  Table table(String title) {
    Table table =
        new Table(
            title, "median", "least", "most", "p50 ms", "p99 ms", "server CPU ms/upload", "faults");
    for (String server : uploads.keySet()) {
      Readings rates = readings(server, Upload::perSecond);
      table.row(
          server,
          rates.median(),
          rates.min(),
          rates.max(),
          readings(server, upload -> upload.round().percentile(0.5)).median(),
          readings(server, upload -> upload.round().percentile(0.99)).median(),
          readings(server, Upload::serverMillisEach).median(),
          all(server).stream().mapToInt(each -> each.round().faults().size()).sum());
    }
    return table;
  }

  /** Uploads a second, median of the rounds. */
  double perSecond(String title) {
    return readings(title, Upload::perSecond).median();
  }

  /** Processor milliseconds an upload of what serves only the second one, median of the rounds. */
  double besideMillis() {
    return new Readings(besideMillis).median();
  }

  /** How the second one did against the first in each round, in words. */
  String roundByRound() {
    Readings paired = new Readings(ratios);
    return "Round by round the ratio was %.3f to %.3f, median %.3f."
        .formatted(paired.min(), paired.max(), paired.median());
  }

  /** Everything measured. */
  Map<String, Object> raw() {
    Map<String, Object> raw = new LinkedHashMap<>();
    uploads.forEach((title, all) -> raw.put(title, all.stream().map(Upload::plain).toList()));
    raw.put("ratiosByRound", ratios);
    raw.put("besideCpuMillisEach", besideMillis);
    return Map.of("uploads", raw);
  }

  private Readings readings(String title, ToDoubleFunction<Upload> figure) {
    return new Readings(all(title).stream().map(figure::applyAsDouble).toList());
  }

  private List<Upload> all(String title) {
    return Objects.requireNonNull(uploads.get(title), title);
  }
}
