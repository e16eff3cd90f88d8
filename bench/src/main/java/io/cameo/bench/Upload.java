package io.cameo.bench;

import io.cameo.bench.contender.UploadServer;
import io.cameo.bench.load.UploadLoad;
import io.cameo.bench.load.UploadRound;
import io.cameo.bench.running.MachineCpu;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One round of uploads with what it cost.
 *
 * @param round what was answered
 * @param settling seconds that the server went on working after its last answer
 * @param serverCpu processor seconds of the server and everything behind it
 * @param clientCpu processor seconds of the load
 * @param otherPercent share of the machine's processor time meanwhile, in hundredths, that went to
 *     everything else, the idle contenders too
 */
record Upload(
    UploadRound round, double settling, double serverCpu, double clientCpu, double otherPercent) {

  static Upload measure(UploadServer server, UploadLoad load, String name)
      throws InterruptedException {
    long start = System.nanoTime();
    double busy = MachineCpu.busySeconds();
    double own = MachineCpu.ownSeconds();
    double cpu = server.cpuSeconds();
    UploadRound round = load.run(server, name);
    double settling = Settling.of(server::cpuSeconds).await();
    double serverCpu = server.cpuSeconds() - cpu;
    double clientCpu = MachineCpu.ownSeconds() - own;
    double others = Math.max(0, MachineCpu.busySeconds() - busy - serverCpu - clientCpu);
    double all = (System.nanoTime() - start) / 1e9 * Runtime.getRuntime().availableProcessors();
    Upload upload = new Upload(round, settling, serverCpu, clientCpu, others * 100 / all);
    System.out.println(upload.line(server.title()));
    if (round.uploads() == 0) {
      throw new IllegalStateException(server.title() + " took no upload: " + round.faults());
    }
    return upload;
  }

  /** Uploads a second, the work that was put off included. */
  double perSecond() {
    return round.uploads() / (round.seconds() + settling);
  }

  double serverMillisEach() {
    return serverCpu * 1000 / round.uploads();
  }

  double clientMillisEach() {
    return clientCpu * 1000 / round.uploads();
  }

  private String line(String title) {
    String faults = round.faults().isEmpty() ? "" : ", faults: " + round.faults();
    return String.format(
        Locale.ROOT,
        "  %-32s %6.1f/s  (%d in %.1f s, then busy for %.1f s; %.0f%% of the machine used by others)%s",
        title,
        perSecond(),
        round.uploads(),
        round.seconds(),
        settling,
        otherPercent,
        faults);
  }

  Map<String, Object> plain() {
    Map<String, Object> plain = new TreeMap<>();
    plain.put("perSecond", perSecond());
    plain.put("perSecondWithoutSettling", round.perSecond());
    plain.put("settlingSeconds", settling);
    plain.put("uploads", round.uploads());
    plain.put("seconds", round.seconds());
    plain.put("faults", round.faults());
    plain.put("p50Millis", round.percentile(0.5));
    plain.put("p99Millis", round.percentile(0.99));
    plain.put("serverCpuMillisEach", serverMillisEach());
    plain.put("clientCpuMillisEach", clientMillisEach());
    plain.put("otherPercent", otherPercent);
    return plain;
  }
}
