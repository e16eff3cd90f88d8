package io.cameo.bench;

import io.cameo.bench.running.WorkFolder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench sandbox}: what the workers' sandbox costs an upload. */
@Command(
    name = "sandbox",
    description = "Uploads photographs to Cameo with the workers' sandbox and without it, in turn.",
    mixinStandardHelpOptions = true)
final class SandboxCommand implements Callable<Integer> {

  @Mixin private final Common common = new Common();

  @Option(names = "--connections", description = "Uploads at once (default: ${DEFAULT-VALUE}).")
  private int connections = 8;

  @Override
  public Integer call() throws Exception {
    try (WorkFolder folder = common.workFolder()) {
      return common.finish(SandboxCost.run(common, connections, folder));
    }
  }
}
