package io.cameo.bench;

import io.cameo.bench.contender.CameoServer;
import io.cameo.bench.contender.Photograph;
import io.cameo.bench.load.UploadLoad;
import io.cameo.bench.load.UploadRound;
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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench start}: how long from the start until ready, with data already there. */
@Command(
    name = "start",
    description =
        "Starts Cameo again and again on the same data; with --java-option also with that option,"
            + " such as -XX:AOTCache=….",
    mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {

  private static final int PICTURES = 20;

  @Mixin private final Common common = new Common();

  @Option(names = "--runs", description = "Starts of each kind (default: ${DEFAULT-VALUE}).")
  private int runs = 5;

  @Override
  public Integer call() throws Exception {
    try (WorkFolder folder = common.workFolder()) {
      return common.finish(run(folder));
    }
  }

  private Report run(WorkFolder folder) throws IOException, InterruptedException {
    Map<String, String> facts = common.facts(folder);
    CameoServer.Form given = common.requiredForm(Map.of());
    CameoServer.Form plain =
        new CameoServer.Form(given.jar(), List.of(), given.settings(), given.prefix());
    Photograph photograph = Photograph.forUploads(common.project());
    Path work = Files.createDirectories(folder.path().resolve("cameo"));
    double first = start(plain, work, photograph, PICTURES);
    Map<String, List<Double>> seconds = new LinkedHashMap<>();
    for (int run = 0; run < (common.quick() ? 2 : runs); run++) {
      add(seconds, "existing data", start(plain, work, photograph, 0));
      if (!common.javaOptions().isEmpty()) {
        add(seconds, "existing data, with our options", start(given, work, photograph, 0));
      }
    }
    Table table = new Table("seconds from start to ready", "median", "least", "most");
    table.row("first start, no data", first, first, first);
    seconds.forEach(
        (kind, all) -> {
          Readings readings = new Readings(all);
          table.row(kind, readings.median(), readings.min(), readings.max());
        });
    return new Report(
        "start", "Start", facts, List.of(), List.of(table), List.of(), Map.of("seconds", seconds));
  }

  private static void add(Map<String, List<Double>> seconds, String kind, double value) {
    System.out.printf(Locale.ROOT, "  %-40s %.2f s%n", kind, value);
    seconds.computeIfAbsent(kind, name -> new ArrayList<>()).add(value);
  }

  private static double start(CameoServer.Form form, Path work, Photograph photograph, int pictures)
      throws IOException, InterruptedException {
    try (CameoServer server = CameoServer.start("Cameo", form, work, photograph, Set.of())) {
      if (pictures > 0) {
        UploadLoad load =
            new UploadLoad(
                2, pictures, Duration.ofMinutes(2), Duration.ofMinutes(1), System::nanoTime);
        UploadRound round = load.run(server, "start");
        if (round.uploads() < pictures) {
          throw new IllegalStateException("Uploads failed: " + round.faults());
        }
        Settling.of(server::cpuSeconds).await();
      }
      return server.secondsToReady();
    }
  }
}
