package io.cameo.bench;

import io.cameo.bench.contender.CameoServer;
import io.cameo.bench.contender.PeerDatabase;
import io.cameo.bench.contender.PeerModules;
import io.cameo.bench.contender.Photograph;
import io.cameo.bench.contender.RawRun;
import io.cameo.bench.contender.UploadPeer;
import io.cameo.bench.contender.UploadServer;
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
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Our server, two peers and the bare image work, in turn, round after round. */
final class UploadComparison {

  private static final String OURS_FOUR = "Cameo, four sizes";
  private static final String OURS_ALL = "Cameo, default sizes and master";
  private static final String RAW_FOUR = "(c) raw limit, four sizes";
  private static final String RAW_ALL = "(c) raw limit, default sizes and master";
  private static final List<Integer> FOUR = List.of(512, 256, 128, 64);
  private static final List<Integer> ALL = List.of(512, 256, 192, 128, 96, 64, 48, 32);

  private final Common common;
  private final int connections;

  /**
   * How long every contender is loaded before the first round. Ours is still being compiled for
   * some minutes: the processor time of one upload fell by 2 ms between the 700th and the 3,400th.
   */
  private static final Duration WARM = Duration.ofMinutes(2);

  private final int rounds;
  private final List<UploadServer> servers = new ArrayList<>();
  private final Map<String, List<Upload>> uploads = new LinkedHashMap<>();
  private final Map<String, List<RawRun.Reading>> raw = new LinkedHashMap<>();

  UploadComparison(Common common, int connections) {
    this.common = common;
    this.connections = connections;
    this.rounds = common.quick() ? 2 : 3;
  }

  Report run(WorkFolder folder) throws IOException, InterruptedException {
    Map<String, String> facts = common.facts(folder);
    Photograph photograph = Photograph.forUploads(common.project());
    facts.put("photograph", photograph.name() + ", " + photograph.jpeg().length + " bytes");
    PeerModules modules = PeerModules.install(common.project());
    facts.put("peers", modules.versions().toString());
    facts.put("store", "disk; every file: temporary file, fsync, rename, fsync of its folder");
    facts.put("database", "PostgreSQL 18, " + PeerDatabase.DURABILITY);
    facts.put(
        "load", connections + " connections, each sends its next upload after the last answer");
    try (PeerDatabase database = PeerDatabase.start(folder.path().resolve("peer-database"))) {
      try {
        startOurs(folder.path(), photograph);
        for (UploadPeer.Style style : List.of(UploadPeer.Style.USUAL, UploadPeer.Style.BEST)) {
          servers.add(UploadPeer.start(style, modules, database, folder.path(), photograph));
        }
        return measure(rawRuns(folder.path(), photograph), facts);
      } finally {
        servers.reversed().forEach(UploadServer::close);
      }
    }
  }

  private void startOurs(Path work, Photograph photograph)
      throws IOException, InterruptedException {
    Optional<CameoServer.Form> four =
        common.form(Map.of("CAMEO_SIZES", "512,256,128,64", "CAMEO_MASTER_SIZE", "0"), List.of());
    Optional<CameoServer.Form> all = common.form(Map.of(), List.of());
    if (four.isPresent() && all.isPresent()) {
      servers.add(
          CameoServer.start(
              OURS_FOUR, four.get(), folder(work, "cameo-four"), photograph, Set.copyOf(FOUR)));
      servers.add(
          CameoServer.start(
              OURS_ALL, all.get(), folder(work, "cameo-all"), photograph, Set.copyOf(ALL)));
    }
  }

  private static Path folder(Path work, String name) throws IOException {
    return Files.createDirectories(work.resolve(name));
  }

  private List<RawRun> rawRuns(Path work, Photograph photograph) throws IOException {
    Path picture = Files.write(work.resolve("photograph.jpg"), photograph.jpeg());
    return List.of(
        new RawRun(RAW_FOUR, work, picture, FOUR, 0),
        new RawRun(RAW_ALL, work, picture, ALL, 1024));
  }

  private Report measure(List<RawRun> rawRuns, Map<String, String> facts)
      throws IOException, InterruptedException {
    System.out.println("Warming up");
    // What is compared is a service that has been up for minutes: compiling is a cost of the start.
    UploadLoad warmUp = common.quick() ? load(30, 90) : load(100_000, (int) WARM.toSeconds());
    for (UploadServer server : servers) {
      Upload.measure(server, warmUp, "warm");
      server.verifyLastPicture();
    }
    UploadLoad load = load(common.quick() ? 40 : 150, 30);
    for (int round = 1; round <= rounds; round++) {
      System.out.printf("Round %d of %d%n", round, rounds);
      for (UploadServer server : servers) {
        uploads
            .computeIfAbsent(server.title(), title -> new ArrayList<>())
            .add(Upload.measure(server, load, "round" + round));
        server.verifyLastPicture();
      }
      for (RawRun run : rawRuns) {
        RawRun.Reading reading =
            run.measure(
                Duration.ofSeconds(common.quick() ? 4 : 10),
                Duration.ofSeconds(common.quick() ? 4 : 8));
        System.out.printf("  %-32s %6.1f/s%n", run.title(), reading.perSecond());
        raw.computeIfAbsent(run.title(), title -> new ArrayList<>()).add(reading);
      }
    }
    return new Report(
        "upload",
        "Upload",
        facts,
        ratios(),
        List.of(rates(), costs()),
        remarks(),
        Map.of("uploads", plainUploads(), "raw", raw));
  }

  private UploadLoad load(int count, int boundSeconds) {
    return new UploadLoad(
        connections,
        count,
        Duration.ofSeconds(boundSeconds),
        Duration.ofSeconds(60),
        System::nanoTime);
  }

  private List<Ratio> ratios() {
    if (!uploads.containsKey(OURS_FOUR)) {
      return List.of();
    }
    double four = median(OURS_FOUR, Upload::perSecond);
    double all = median(OURS_ALL, Upload::perSecond);
    double usual = median(UploadPeer.Style.USUAL.title(), Upload::perSecond);
    double best = median(UploadPeer.Style.BEST.title(), Upload::perSecond);
    double limit = rawReadings(RAW_FOUR, RawRun.Reading::perSecond).median();
    return List.of(
        new Ratio("four sizes: Cameo / (a) usual peer", four, usual, 2.2),
        new Ratio("four sizes: Cameo / (b) best peer", four, best, 0.9),
        new Ratio("four sizes: Cameo / (c) raw limit", four, limit, 0.8),
        new Ratio("Cameo with default sizes and master / (a) with four", all, usual, 1.3),
        rightAnswers());
  }

  private Ratio rightAnswers() {
    int right = 0;
    int wrong = 0;
    for (String ours : List.of(OURS_FOUR, OURS_ALL)) {
      for (Upload upload : uploads.getOrDefault(ours, List.of())) {
        right += upload.round().uploads();
        wrong += upload.round().faults().size();
      }
    }
    return new Ratio("right answers of Cameo / all", right, right + wrong, 1);
  }

  private Table rates() {
    Table table =
        new Table("uploads a second", "median", "least", "most", "p50 ms", "p99 ms", "faults");
    uploads.forEach(
        (title, measured) -> {
          Readings rates = readings(title, Upload::perSecond);
          table.row(
              title,
              rates.median(),
              rates.min(),
              rates.max(),
              median(title, upload -> upload.round().percentile(0.5)),
              median(title, upload -> upload.round().percentile(0.99)),
              measured.stream().mapToInt(upload -> upload.round().faults().size()).sum());
        });
    raw.forEach(
        (title, all) -> {
          Readings readings = rawReadings(title, RawRun.Reading::perSecond);
          table.row(title, readings.median(), readings.min(), readings.max(), "", "", "");
        });
    return table;
  }

  private Table costs() throws IOException {
    Table table =
        new Table(
            "costs",
            "server CPU ms/upload",
            "client CPU ms/upload",
            "others, % of machine",
            "peak RSS of server MB",
            "private memory of all its processes MB",
            "peak heap MB");
    for (UploadServer server : servers) {
      String title = server.title();
      table.row(
          title,
          median(title, Upload::serverMillisEach),
          median(title, Upload::clientMillisEach),
          median(title, Upload::otherPercent),
          server.tree().peakOfFirst() >> 20,
          server.tree().privateMemory() >> 20,
          server instanceof CameoServer ours ? ours.peakHeapMegabytes() : "");
    }
    for (String title : raw.keySet()) {
      double each = rawReadings(title, RawRun.Reading::cpuMillisEach).median();
      table.row(title, each, "", "", "", "", "");
    }
    return table;
  }

  private List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    remarks.add(
        "All servers run during the whole time, one is loaded at a time; the client's processor"
            + " time is taken on the same cores.");
    remarks.add(
        "Work that a server puts off until after its answer counts: a round ends when its"
            + " processes are idle again.");
    remarks.add("Cameo chooses the square by attention; the peers cut out the middle.");
    if (uploads.containsKey(OURS_FOUR)) {
      double before = median(OURS_ALL, upload -> upload.round().perSecond());
      remarks.add(
          "Cameo with default sizes and master, without what it does after the answers: %.1f/s."
              .formatted(before));
    }
    return remarks;
  }

  private Readings readings(String title, ToDoubleFunction<Upload> figure) {
    return new Readings(
        uploads.getOrDefault(title, List.of()).stream().map(figure::applyAsDouble).toList());
  }

  private Readings rawReadings(String title, ToDoubleFunction<RawRun.Reading> figure) {
    return new Readings(
        raw.getOrDefault(title, List.of()).stream().map(figure::applyAsDouble).toList());
  }

  private double median(String title, ToDoubleFunction<Upload> figure) {
    return readings(title, figure).median();
  }

  private Map<String, Object> plainUploads() {
    Map<String, Object> plain = new LinkedHashMap<>();
    uploads.forEach((title, list) -> plain.put(title, list.stream().map(Upload::plain).toList()));
    return plain;
  }
}
