package io.cameo.bench;

import io.cameo.bench.contender.CameoServer;
import io.cameo.bench.contender.DeliveryServers;
import io.cameo.bench.contender.DeliveryServers.Delivery;
import io.cameo.bench.contender.PeerModules;
import io.cameo.bench.contender.Photograph;
import io.cameo.bench.contender.SmallPicture;
import io.cameo.bench.load.Answer;
import io.cameo.bench.load.Http;
import io.cameo.bench.load.UploadLoad;
import io.cameo.bench.load.Wrk;
import io.cameo.bench.report.Machine;
import io.cameo.bench.report.Report;
import io.cameo.bench.running.Tool;
import io.cameo.bench.running.WorkFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Our server, Express and nginx deliver the same picture in turn, round after round. */
final class DeliveryComparison {

  private static final String SUBJECT = "deliver";

  private final Common common;
  private final Path program;
  private final int connections;

  DeliveryComparison(Common common, int connections) throws IOException, InterruptedException {
    this.common = common;
    this.connections = connections;
    this.program = Tool.require("wrk", "wrk");
  }

  Report run(WorkFolder folder) throws IOException, InterruptedException {
    Map<String, String> facts = common.facts(folder);
    PeerModules modules = PeerModules.install(common.project());
    facts.put("peers", modules.versions().toString());
    facts.put("nginx", Machine.version(List.of(nginx(), "-v")));
    facts.put("load", Machine.version(List.of(program.toString(), "-v")));
    facts.put("connections", connections + ", kept alive, from 2 threads of wrk");
    DeliveryResults results = new DeliveryResults();
    if (Runtime.getRuntime().availableProcessors() > 1) {
      measure(folder, modules, new Placing(true), results);
    }
    measure(folder, modules, new Placing(false), results);
    facts.put("picture", results.pictureBytes() + " bytes, JPEG, 256 pixels");
    return results.report(facts);
  }

  private static String nginx() throws IOException, InterruptedException {
    return Tool.require("nginx", "nginx-light").toString();
  }

  /** What a browser sends with a picture of a page: who chooses by it has to read it. */
  private static final Map<String, String> BROWSER =
      Map.of("Accept", "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8");

  /**
   * Where servers and load run.
   *
   * @param pinned whether servers have core 0 and the load has core 1 for itself
   */
  private record Placing(boolean pinned) {

    List<String> server() {
      return pinned ? List.of("taskset", "-c", "0") : List.of();
    }

    List<String> load() {
      return pinned ? List.of("taskset", "-c", "1") : List.of();
    }

    int cores() {
      return pinned ? 1 : Runtime.getRuntime().availableProcessors();
    }
  }

  private void measure(
      WorkFolder work, PeerModules modules, Placing placing, DeliveryResults results)
      throws IOException, InterruptedException {
    System.out.println(placing.pinned() ? "Servers on core 0, load on core 1" : "Unpinned");
    Path folder =
        Files.createDirectories(work.path().resolve(placing.pinned() ? "pinned" : "unpinned"));
    Wrk wrk = new Wrk(program, placing.load(), 2, connections);
    Optional<CameoServer.Form> form = common.form(Map.of(), placing.server());
    List<Delivery> deliveries = new ArrayList<>();
    byte[] picture;
    CameoServer ours = null;
    try {
      if (form.isPresent()) {
        Path home = Files.createDirectories(folder.resolve("cameo"));
        Photograph photograph = Photograph.forUploads(common.project());
        ours = CameoServer.start("Cameo", form.get(), home, photograph, Set.of(256));
        String path = upload(ours);
        int port = ours.address().getPort();
        deliveries.add(new Delivery(DeliveryResults.OURS, port, path, ours.tree()));
        deliveries.add(
            new Delivery(
                DeliveryResults.OURS_STABLE, port, "/u/" + SUBJECT + "-0?s=256", ours.tree()));
        picture = Http.get(ours.address(), path, Map.of()).body();
      } else {
        picture = SmallPicture.of(Photograph.forUploads(common.project()), 256);
      }
      results.pictureBytes(picture.length);
      try (DeliveryServers peers =
          DeliveryServers.start(
              modules, folder.resolve("peers"), placing.server(), placing.cores(), picture)) {
        deliveries.addAll(peers.deliveries());
        rounds(wrk, deliveries, picture, placing, results);
      }
    } finally {
      if (ours != null) {
        ours.close();
      }
    }
  }

  private static String upload(CameoServer ours) throws InterruptedException {
    UploadLoad once =
        new UploadLoad(1, 1, Duration.ofMinutes(1), Duration.ofMinutes(1), System::nanoTime);
    List<String> faults = once.run(ours, SUBJECT).faults();
    Settling.of(ours::cpuSeconds).await();
    return ours.lastPicture()
        .orElseThrow(() -> new IllegalStateException("The upload failed: " + faults));
  }

  private void rounds(
      Wrk wrk, List<Delivery> deliveries, byte[] picture, Placing placing, DeliveryResults results)
      throws IOException, InterruptedException {
    List<String> tags = new ArrayList<>();
    for (Delivery delivery : deliveries) {
      tags.add(verify(delivery, picture));
      wrk.run(url(delivery), BROWSER, Duration.ofSeconds(common.quick() ? 3 : 10));
    }
    String mode = placing.pinned() ? "pinned" : "unpinned";
    for (int round = 1; round <= (common.quick() ? 1 : 3); round++) {
      System.out.printf("Round %d%n", round);
      for (int i = 0; i < deliveries.size(); i++) {
        Delivery delivery = deliveries.get(i);
        Duration time = Duration.ofSeconds(common.quick() ? 2 : 8);
        results.add(mode, delivery, round(wrk, delivery, BROWSER, time));
        if (placing.pinned()) {
          Map<String, String> condition = new HashMap<>(BROWSER);
          condition.put("If-None-Match", tags.get(i));
          results.add(DeliveryResults.CONDITIONAL, delivery, round(wrk, delivery, condition, time));
        }
      }
    }
  }

  private static DeliveryResults.Round round(
      Wrk wrk, Delivery delivery, Map<String, String> headers, Duration time)
      throws IOException, InterruptedException {
    double cpu = delivery.tree().cpuSeconds();
    Wrk.Reading reading = wrk.run(url(delivery), headers, time);
    double used = delivery.tree().cpuSeconds() - cpu;
    double answers = Math.max(1, reading.perSecond() * time.toSeconds());
    return new DeliveryResults.Round(reading, used * 1e6 / answers);
  }

  /** Looks whether everyone delivers the very same bytes and honours their tag; gives the tag. */
  private static String verify(Delivery delivery, byte[] picture) throws IOException {
    Answer answer = Http.get(Http.local(delivery.port()), delivery.path(), Map.of());
    if (answer.status() != 200 || !Arrays.equals(answer.body(), picture)) {
      throw new IllegalStateException(
          "%s does not deliver the picture: status %d, %d bytes."
              .formatted(delivery.title(), answer.status(), answer.body().length));
    }
    String tag =
        answer
            .header("etag")
            .orElseThrow(() -> new IllegalStateException(delivery.title() + " sends no ETag."));
    Answer again =
        Http.get(Http.local(delivery.port()), delivery.path(), Map.of("If-None-Match", tag));
    if (again.status() != 304) {
      throw new IllegalStateException(delivery.title() + " does not honour If-None-Match.");
    }
    return tag;
  }

  private static String url(Delivery delivery) {
    return "http://127.0.0.1:" + delivery.port() + delivery.path();
  }
}
