package io.cameo.bench;

import io.cameo.bench.running.WorkFolder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench deliver}: how many pictures a second. */
@Command(
    name = "deliver",
    description = "Fetches one picture from Cameo, Express and nginx in turn.",
    mixinStandardHelpOptions = true)
final class DeliverCommand implements Callable<Integer> {

  @Mixin private final Common common = new Common();

  @Option(
      names = "--connections",
      description = "Kept-alive connections (default: ${DEFAULT-VALUE}).")
  private int connections = 64;

  @Override
  public Integer call() throws Exception {
    try (WorkFolder folder = common.workFolder()) {
      return common.finish(new DeliveryComparison(common, connections).run(folder));
    }
  }
}
