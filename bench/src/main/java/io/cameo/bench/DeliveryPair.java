package io.cameo.bench;

import io.cameo.bench.contender.CameoServer;
import io.cameo.bench.load.Answer;
import io.cameo.bench.load.Http;
import io.cameo.bench.load.Wrk;
import io.cameo.bench.report.Readings;
import io.cameo.bench.report.Table;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two of our servers that differ in one thing, asked for a picture in turn: what that thing costs a
 * delivery. Two processes of the same program may differ by a tenth, by what the compiler made of
 * each; so several pairs are started one after the other.
 */
final class DeliveryPair {

  private final Wrk wrk;
  private final boolean quick;
  private final Map<String, List<Double>> rates = new LinkedHashMap<>();
  private final Map<String, List<Double>> micros = new LinkedHashMap<>();
  private final List<Double> ratios = new ArrayList<>();

  DeliveryPair(Wrk wrk, boolean quick) {
    this.wrk = wrk;
    this.quick = quick;
  }

  /** Loads a pair in turn; both must have a picture. */
  void measure(CameoServer first, CameoServer second, int rounds)
      throws IOException, InterruptedException {
    for (CameoServer server : List.of(first, second)) {
      verify(server);
      Settling.of(server::cpuSeconds).await();
      wrk.run(url(server), Map.of(), Duration.ofSeconds(quick ? 3 : 15));
    }
    for (int round = 1; round <= rounds; round++) {
      for (CameoServer server : round % 2 == 0 ? List.of(second, first) : List.of(first, second)) {
        deliver(server);
      }
      ratios.add(last(rates, second) / last(rates, first));
    }
  }

  private void deliver(CameoServer server) throws IOException, InterruptedException {
    Duration time = Duration.ofSeconds(quick ? 2 : 5);
    double before = server.cpuSeconds();
    Wrk.Reading reading = wrk.run(url(server), Map.of(), time);
    if (!reading.faults().isEmpty()) {
      throw new IllegalStateException(server.title() + ": " + reading.faults());
    }
    double used = server.cpuSeconds() - before;
    keep(rates, server, reading.perSecond());
    keep(micros, server, used * 1_000_000 / (reading.perSecond() * time.toSeconds()));
  }

  private static void keep(Map<String, List<Double>> where, CameoServer server, double figure) {
    where.computeIfAbsent(server.title(), title -> new ArrayList<>()).add(figure);
  }

  private static double last(Map<String, List<Double>> where, CameoServer server) {
    return where.getOrDefault(server.title(), List.of()).getLast();
  }

  /** Pictures a second, median of all rounds of all pairs. */
  double perSecond(String title) {
    return new Readings(rates.getOrDefault(title, List.of())).median();
  }

  Table table(String what) {
    Table table = new Table(what, "median", "least", "most", "server CPU µs/picture");
    rates.forEach(
        (title, all) -> {
          Readings readings = new Readings(all);
          table.row(
              title,
              readings.median(),
              readings.min(),
              readings.max(),
              new Readings(micros.getOrDefault(title, List.of())).median());
        });
    return table;
  }

  /** How the second one did against the first in each round, in words. */
  String roundByRound(int pairs) {
    Readings paired = new Readings(ratios);
    return "Deliveries, round by round of %d pairs of processes: %.3f to %.3f, median %.3f."
        .formatted(pairs, paired.min(), paired.max(), paired.median());
  }

  /** Everything measured. */
  Map<String, Object> raw() {
    return Map.of("perSecond", rates, "cpuMicrosEach", micros, "ratiosByRound", ratios);
  }

  private static void verify(CameoServer server) throws IOException {
    Answer answer = Http.get(server.address(), path(server), Map.of());
    if (answer.status() != 200) {
      throw new IllegalStateException(server.title() + " does not deliver its own picture.");
    }
  }

  private static String path(CameoServer server) {
    return server.lastPicture().orElseThrow();
  }

  private static String url(CameoServer server) {
    return "http://127.0.0.1:" + server.address().getPort() + path(server);
  }
}
