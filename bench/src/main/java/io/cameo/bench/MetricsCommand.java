package io.cameo.bench;

import io.cameo.bench.running.WorkFolder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench metrics}: what measuring costs an upload and a delivery. */
@Command(
    name = "metrics",
    description = "Uploads to and delivers from Cameo with all metrics and without any, in turn.",
    mixinStandardHelpOptions = true)
final class MetricsCommand implements Callable<Integer> {

  @Mixin private final Common common = new Common();

  @Option(names = "--connections", description = "Uploads at once (default: ${DEFAULT-VALUE}).")
  private int connections = 8;

  @Option(
      names = "--readers",
      description = "Connections that read pictures (default: ${DEFAULT-VALUE}).")
  private int readers = 64;

  @Override
  public Integer call() throws Exception {
    try (WorkFolder folder = common.workFolder()) {
      return common.finish(new MetricsCost(common, connections, readers).run(folder));
    }
  }
}
