package io.cameo.bench;

import io.cameo.bench.contender.CameoServer;
import io.cameo.bench.contender.Photograph;
import io.cameo.bench.load.Answer;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** 64 uploads of 5 MB at once against a small heap: none may be lost, refusals must be honest. */
final class UploadBurst {

  private static final int AT_ONCE = 64;
  private static final int HEAP_MEGABYTES = 512;

  private final Common common;

  UploadBurst(Common common) {
    this.common = common;
  }

  Report run(WorkFolder folder) throws IOException, InterruptedException {
    System.out.println("Drawing a photograph of 5 MB");
    return run(folder, Photograph.generated(5_000_000));
  }

  Report run(WorkFolder folder, Photograph photograph) throws IOException, InterruptedException {
    Map<String, String> facts = common.facts(folder);
    facts.put("photograph", photograph.name() + ", " + photograph.jpeg().length + " bytes");
    CameoServer.Form form =
        common.requiredForm(Map.of()).withJavaOption("-Xmx" + HEAP_MEGABYTES + "m");
    Path work = Files.createDirectories(folder.path().resolve("cameo"));
    try (CameoServer server = CameoServer.start("Cameo", form, work, photograph, Set.of())) {
      Sorted sorted = new Sorted(server);
      UploadLoad load =
          new UploadLoad(
              AT_ONCE, AT_ONCE, Duration.ofMinutes(2), Duration.ofMinutes(2), System::nanoTime);
      UploadRound round = load.run(sorted, "burst");
      System.out.printf("Answered within %.1f s; reading back%n", round.seconds());
      List<String> faults = new ArrayList<>(round.faults());
      for (String subject : sorted.acknowledged) {
        server.faultOfStored(subject).ifPresent(faults::add);
      }
      if (server.log().contains("OutOfMemoryError")) {
        faults.add("The server's log tells of an OutOfMemoryError.");
      }
      return report(facts, server, sorted, round, faults);
    }
  }

  private Report report(
      Map<String, String> facts,
      CameoServer server,
      Sorted sorted,
      UploadRound round,
      List<String> faults)
      throws IOException {
    Table table = new Table("64 uploads of 5 MB at once", "count");
    table.row("acknowledged", sorted.acknowledged.size());
    table.row("refused with 429 or 503 and Retry-After", sorted.refused.size());
    table.row("acknowledged or refused, of 64", sorted.acknowledged.size() + sorted.refused.size());
    table.row("faults", faults.size());
    table.row("seconds until the last answer", round.seconds());
    table.row("p99 of the answers, ms", round.percentile(0.99));
    table.row("largest heap MB (limit " + HEAP_MEGABYTES + ")", server.peakHeapMegabytes());
    table.row("peak RSS of the server MB", server.tree().peakOfFirst() >> 20);
    Map<String, Object> raw =
        Map.of(
            "acknowledged", sorted.acknowledged.size(),
            "refused", sorted.refused.size(),
            "faults", faults,
            "seconds", round.seconds(),
            "peakHeapMegabytes", server.peakHeapMegabytes());
    Ratio right =
        new Ratio(
            "acknowledged and readable, or honestly refused / all",
            Math.max(0, AT_ONCE - faults.size()),
            AT_ONCE,
            1);
    return new Report(
        "upload-burst", "A burst of uploads", facts, List.of(right), List.of(table), faults, raw);
  }

  /** Tells acknowledged uploads from honestly refused ones; everything else is a fault. */
  private static final class Sorted implements UploadTarget {

    private final CameoServer server;
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();

    Sorted(CameoServer server) {
      this.server = server;
    }

    @Override
    public InetSocketAddress address() {
      return server.address();
    }

    @Override
    public String head(String subject) {
      return server.head(subject);
    }

    @Override
    public ByteBuffer body() {
      return server.body();
    }

    @Override
    public Optional<String> faultOf(String subject, Answer answer) {
      boolean busy = answer.status() == 429 || answer.status() == 503;
      if (busy && answer.header("retry-after").isPresent()) {
        refused.add(subject);
        return Optional.empty();
      }
      Optional<String> fault = server.faultOf(subject, answer);
      if (fault.isEmpty()) {
        acknowledged.add(subject);
      }
      return fault;
    }
  }
}
