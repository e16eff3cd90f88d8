package io.cameo.bench;

import io.cameo.bench.running.WorkFolder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench upload}: how many photographs a second. */
@Command(
    name = "upload",
    description = "Uploads photographs to Cameo and its peers in turn.",
    mixinStandardHelpOptions = true)
final class UploadCommand implements Callable<Integer> {

  @Mixin private final Common common = new Common();

  @Option(names = "--connections", description = "Uploads at once (default: ${DEFAULT-VALUE}).")
  private int connections = 8;

  @Option(
      names = "--burst",
      description = "Instead: 64 uploads of 5 MB at once, with a heap of 512 MB.")
  private boolean burst;

  @Option(names = "--s3", description = "Instead: our server on a bucket against itself on disk.")
  private boolean s3;

  @Option(
      names = "--scan",
      description = "Instead: our server with a clamd beside it against itself without one.")
  private boolean scan;

  @Override
  public Integer call() throws Exception {
    try (WorkFolder folder = common.workFolder()) {
      if (s3) {
        return common.finish(UploadStores.run(common, connections, folder));
      }
      if (scan) {
        return common.finish(UploadScanned.run(common, connections, folder));
      }
      return common.finish(
          burst
              ? new UploadBurst(common).run(folder)
              : new UploadComparison(common, connections).run(folder));
    }
  }
}
