package io.cameo.bench;

import io.cameo.bench.contender.CameoServer;
import io.cameo.bench.contender.PeerDatabase;
import io.cameo.bench.load.Answer;
import io.cameo.bench.load.Http;
import io.cameo.bench.report.Ratio;
import io.cameo.bench.report.Readings;
import io.cameo.bench.report.Report;
import io.cameo.bench.report.Table;
import io.cameo.bench.running.WorkFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench switch}: how long after a change at one node the other one follows. */
@Command(
    name = "switch",
    description = "Switches uploads off and on at one of two nodes, and waits for the other.",
    mixinStandardHelpOptions = true)
final class SwitchCommand implements Callable<Integer> {

  private static final long LONGEST_NANOS = 20_000_000_000L;
  private static final long LOOK_AGAIN_NANOS = 500_000;
  private static final double REQUIRED_MILLIS = 1_000;

  @Mixin private final Common common = new Common();

  @Option(names = "--changes", description = "Changes of the switch (default: ${DEFAULT-VALUE}).")
  private int changes = 60;

  @Override
  public Integer call() throws Exception {
    try (WorkFolder folder = common.workFolder()) {
      return common.finish(run(folder));
    }
  }

  private Report run(WorkFolder folder) throws IOException, InterruptedException {
    UploadPair pair = new UploadPair(common, 1, 1);
    List<Double> answered = new ArrayList<>();
    List<Double> followed = new ArrayList<>();
    Path rows = UploadPair.below(folder, "database");
    try (PeerDatabase database = PeerDatabase.start(rows)) {
      Map<String, String> settings =
          Map.of(
              "CAMEO_DATABASE_URL", database.url(),
              "CAMEO_NODES", "2",
              "CAMEO_OBJECTS", UploadPair.below(folder, "objects").toString());
      try (CameoServer one = pair.start("one", settings, UploadPair.below(folder, "one"));
          CameoServer other = pair.start("other", settings, UploadPair.below(folder, "other"))) {
        for (int change = 0; change < (common.quick() ? 10 : changes); change++) {
          boolean on = change % 2 == 1;
          long begun = System.nanoTime();
          turn(one, on);
          answered.add((System.nanoTime() - begun) / 1e6);
          await(other, on ? "\"on\"" : "\"off\"");
          followed.add((System.nanoTime() - begun) / 1e6);
        }
      }
    }
    Readings all = new Readings(followed);
    Table table =
        new Table("milliseconds from the call at one node", "median", "least", "most")
            .row("to its answer", median(answered), least(answered), most(answered))
            .row("to the other node's /v1/limits", all.median(), all.min(), all.max());
    return new Report(
        "switch",
        "Switches on two nodes",
        common.facts(folder),
        List.of(
            new Ratio(
                "a second / the slowest of " + followed.size() + " changes",
                REQUIRED_MILLIS,
                all.max(),
                1)),
        List.of(table),
        List.of(
            "No node takes an upload after the answer, whatever it has heard: what lets one in asks"
                + " the database."),
        Map.of("answered", answered, "followed", followed));
  }

  private static double median(List<Double> all) {
    return new Readings(all).median();
  }

  private static double least(List<Double> all) {
    return new Readings(all).min();
  }

  private static double most(List<Double> all) {
    return new Readings(all).max();
  }

  private static void turn(CameoServer server, boolean on) throws IOException {
    String wish =
        "{\"name\":\"uploads\",\"on\":" + on + (on ? "}" : ",\"reason\":\"A measurement.\"}");
    Answer answer = server.tell("PUT", "/v1/admin/switches", wish);
    if (answer.status() != 200) {
      throw new IOException("Nothing was switched: " + answer.status() + " " + answer.excerpt());
    }
  }

  private static void await(CameoServer server, String mode) throws IOException {
    long end = System.nanoTime() + LONGEST_NANOS;
    while (true) {
      Answer limits = Http.get(server.address(), "/v1/limits", Map.of());
      if (new String(limits.body(), StandardCharsets.UTF_8).contains("\"mode\":" + mode)) {
        return;
      }
      if (System.nanoTime() > end) {
        throw new IOException("The other node has not followed: " + limits.excerpt());
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }
}
