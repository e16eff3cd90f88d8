package io.cameo.bench;

import io.cameo.bench.contender.CameoServer;
import io.cameo.bench.contender.Photograph;
import io.cameo.bench.contender.SmallPicture;
import io.cameo.bench.contender.UploadServer;
import io.cameo.bench.load.Answer;
import io.cameo.bench.load.Flood;
import io.cameo.bench.load.Http;
import io.cameo.bench.load.UploadLoad;
import io.cameo.bench.load.UploadRound;
import io.cameo.bench.load.UploadTarget;
import io.cameo.bench.report.Ratio;
import io.cameo.bench.report.Report;
import io.cameo.bench.report.Table;
import io.cameo.bench.running.WorkFolder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench flood}: what a flood of refused uploads does to the uploads of others. */
@Command(
    name = "flood",
    description =
        "Sends twenty times the limit from many addresses beside the uploads of others, and says"
            + " what that does to those and what a refusal costs.",
    mixinStandardHelpOptions = true)
final class FloodCommand implements Callable<Integer> {

  private static final int LIMIT = 5;
  private static final int TIMES = 20;
  private static final int CONNECTIONS = 4;
  private static final double PER_SECOND = 300;
  private static final Map<String, String> SETTINGS =
      Map.of(
          "CAMEO_LIMITS", "on",
          "CAMEO_TRUSTED_PROXIES", "127.0.0.0/8",
          "CAMEO_LIMIT_ADDRESS", Integer.toString(LIMIT),
          "CAMEO_LIMIT_SUBJECT", "100000",
          "CAMEO_LIMIT_SUBJECT_BYTES", "0",
          "CAMEO_LIMIT_SUBJECT_MEGAPIXELS", "0");

  /** Flooders for each worker, each with a picture of its own on the way. */
  private static final int EXPENSIVE_CONNECTIONS = 20;

  /** Half of the workers are left to others, so their p95 stays within twice the quiet one. */
  private static final double LEAST_OF_QUIET = 0.5;

  @Option(
      names = "--expensive",
      description =
          "Instead: progressive photographs that no limit refuses, over 20 connections at once.")
  private boolean expensive;

  @Mixin private final Common common = new Common();

  @Override
  public Integer call() throws Exception {
    try (WorkFolder folder = common.workFolder()) {
      return common.finish(run(folder));
    }
  }

  private Report run(WorkFolder folder) throws Exception {
    return expensive ? runExpensive(folder) : runRefused(folder);
  }

  /** Nothing of it is refused by a limit: what holds it back is the narrow lane. */
  private Report runExpensive(WorkFolder folder) throws Exception {
    int uploads = common.quick() ? 20 : 100;
    Map<String, String> facts = common.facts(folder);
    Photograph photograph = Photograph.forUploads(common.project());
    byte[] progressive = SmallPicture.progressive(photograph);
    facts.put("photograph of the others", photograph.name());
    facts.put(
        "flood", "the same, progressive, " + progressive.length + " bytes, from 100 addresses");
    Path work = Files.createDirectories(folder.path().resolve("cameo"));
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.put("CAMEO_LIMIT_ADDRESS", "100000");
    try (CameoServer server =
        CameoServer.start("Cameo", common.requiredForm(settings), work, photograph, Set.of())) {
      Others others = new Others(server);
      others.round("warm-up", uploads / 2);
      UploadRound quiet = others.round("quiet", uploads);
      Flood flood =
          new Flood(
              heads(server, 100, progressive.length),
              UploadServer.direct(progressive),
              EXPENSIVE_CONNECTIONS,
              1e6,
              System::nanoTime);
      UploadRound flooded;
      Flood.Answers answers;
      try (ExecutorService beside = Executors.newSingleThreadExecutor()) {
        Future<Flood.Answers> sent =
            beside.submit(() -> flood.run(server.address(), common.quick() ? 60 : 400));
        flooded = others.round("flooded", uploads);
        answers = sent.get();
      }
      return expensiveReport(facts, quiet, flooded, answers);
    }
  }

  private static Report expensiveReport(
      Map<String, String> facts, UploadRound quiet, UploadRound flooded, Flood.Answers answers) {
    List<String> faults = new ArrayList<>(quiet.faults());
    faults.addAll(flooded.faults());
    Table table = others(quiet, flooded);
    Table flood = new Table("the flood", "count");
    flood.row("requests", answers.all());
    flood.row("taken (200, 201)", answers.of(200) + answers.of(201));
    flood.row("busy (503)", answers.of(503));
    flood.row("superseded (409)", answers.of(409));
    flood.row("faults", faults.size());
    return new Report(
        "flood-expensive",
        "A flood of expensive pictures",
        facts,
        List.of(
            new Ratio(
                "p95 of others in quiet / in the flood",
                faults.isEmpty() ? quiet.percentile(0.95) : 0,
                flooded.percentile(0.95),
                LEAST_OF_QUIET)),
        List.of(table, flood),
        faults,
        Map.of(
            "quietP95", quiet.percentile(0.95),
            "floodedP95", flooded.percentile(0.95),
            "flood", answers.answers(),
            "faults", faults));
  }

  private static Table others(UploadRound quiet, UploadRound flooded) {
    Table table = new Table("uploads of others, one at a time", "quiet", "in the flood");
    table.row("uploads", quiet.uploads(), flooded.uploads());
    table.row("median ms", quiet.percentile(0.5), flooded.percentile(0.5));
    table.row("p95 ms", quiet.percentile(0.95), flooded.percentile(0.95));
    return table;
  }

  private Report runRefused(WorkFolder folder) throws Exception {
    int uploads = common.quick() ? 60 : 300;
    int addresses = common.quick() ? 40 : 100;
    Map<String, String> facts = common.facts(folder);
    Photograph photograph = Photograph.forUploads(common.project());
    facts.put("photograph of the others", photograph.name());
    Path work = Files.createDirectories(folder.path().resolve("cameo"));
    try (CameoServer server =
        CameoServer.start("Cameo", common.requiredForm(SETTINGS), work, photograph, Set.of())) {
      Others others = new Others(server);
      others.round("warm-up", uploads / 3);
      UploadRound quiet = others.round("quiet", uploads);
      Flood flood = flood(server, photograph, addresses, PER_SECOND);
      UploadRound flooded;
      Flood.Answers answers;
      try (ExecutorService beside = Executors.newSingleThreadExecutor()) {
        Future<Flood.Answers> sent =
            beside.submit(() -> flood.run(server.address(), (long) addresses * LIMIT * TIMES));
        flooded = others.round("flooded", uploads);
        answers = sent.get();
      }
      Flood unpaced = new Flood(flood.heads(), flood.body(), 2, 1e6, System::nanoTime);
      double cpu = server.tree().cpuSeconds();
      Flood.Answers refusals = unpaced.run(server.address(), common.quick() ? 2_000 : 20_000);
      double millis = (server.tree().cpuSeconds() - cpu) * 1_000 / refusals.all();
      return report(facts, quiet, flooded, answers, refusals, millis);
    }
  }

  private static Flood flood(
      CameoServer server, Photograph photograph, int addresses, double perSecond)
      throws IOException {
    byte[] picture = SmallPicture.of(photograph, 64);
    return new Flood(
        heads(server, addresses, picture.length),
        UploadServer.direct(picture),
        CONNECTIONS,
        perSecond,
        System::nanoTime);
  }

  private static List<String> heads(CameoServer server, int addresses, int length)
      throws IOException {
    List<String> heads = new ArrayList<>();
    for (int i = 0; i < addresses; i++) {
      heads.add(head(server, "flood-" + i, "198.51." + i / 250 + "." + i % 250, length));
    }
    return heads;
  }

  private static String head(CameoServer server, String subject, String address, int length)
      throws IOException {
    return Http.head(
        "PUT",
        "/v1/avatars/" + subject,
        Map.of(
            "Authorization",
            "Bearer " + server.token(subject),
            "Content-Type",
            "image/jpeg",
            "X-Forwarded-For",
            address,
            "Content-Length",
            String.valueOf(length)));
  }

  private static Report report(
      Map<String, String> facts,
      UploadRound quiet,
      UploadRound flooded,
      Flood.Answers answers,
      Flood.Answers refusals,
      double millis) {
    List<String> faults = new ArrayList<>(quiet.faults());
    faults.addAll(flooded.faults());
    if (refusals.of(429) != refusals.all()) {
      faults.add("Not all requests of the last part were refused with 429: " + refusals.answers());
    }
    Table table = others(quiet, flooded);
    Table flood = new Table("the flood", "count");
    flood.row("requests, twenty times the limit of every address", answers.all());
    flood.row("taken (200, 201)", answers.of(200) + answers.of(201));
    flood.row("refused (429)", answers.of(429));
    flood.row("busy (503)", answers.of(503));
    flood.row("refusals measured alone", refusals.of(429));
    flood.row("processor time of one refusal, all processes, ms", millis);
    flood.row("faults", faults.size());
    Map<String, Object> raw =
        Map.of(
            "quietP95", quiet.percentile(0.95),
            "floodedP95", flooded.percentile(0.95),
            "refusalMillis", millis,
            "flood", answers.answers(),
            "faults", faults);
    return new Report(
        "flood",
        "A flood of refused uploads",
        facts,
        List.of(
            new Ratio(
                "p95 of others in quiet / in the flood",
                faults.isEmpty() ? quiet.percentile(0.95) : 0,
                flooded.percentile(0.95),
                0.5),
            new Ratio("1 ms / processor time of a refusal", 1, millis, 1)),
        List.of(table, flood),
        faults,
        raw);
  }

  /** Callers who keep within their limits, each from an address of its own. */
  private static final class Others implements UploadTarget {

    private final CameoServer server;
    private final Map<String, String> heads = new HashMap<>();

    Others(CameoServer server) {
      this.server = server;
    }

    UploadRound round(String name, int uploads) throws IOException, InterruptedException {
      for (int i = 0; i < uploads; i++) {
        String subject = name + "-" + i;
        String address = "203.0." + (i / 250 + 10 * Math.abs(name.hashCode() % 20)) + "." + i % 250;
        heads.put(subject, FloodCommand.head(server, subject, address, body().remaining()));
      }
      return new UploadLoad(
              1, uploads, Duration.ofSeconds(70), Duration.ofSeconds(60), System::nanoTime)
          .run(this, name);
    }

    @Override
    public InetSocketAddress address() {
      return server.address();
    }

    @Override
    public String head(String subject) {
      return heads.getOrDefault(subject, "");
    }

    @Override
    public ByteBuffer body() {
      return server.body();
    }

    @Override
    public Optional<String> faultOf(String subject, Answer answer) {
      return server.faultOf(subject, answer);
    }
  }
}
