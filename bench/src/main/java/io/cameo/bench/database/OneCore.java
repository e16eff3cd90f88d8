package io.cameo.bench.database;

import io.cameo.bench.running.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Keeps this process and one of the database's on one core while it is open. A call of some
 * microseconds is otherwise mostly the time until the other core, asleep meanwhile, is woken, which
 * on virtual machines is now 10 µs and now 80.
 */
final class OneCore implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path folder;

  private OneCore(Path folder) {
    this.folder = folder;
  }

  /**
   * Begins.
   *
   * @param backend process id of the database's side of the connection
   * @return what ends it for this process; the other one ends with its connection
   * @throws IOException when the machine has no {@code taskset}
   */
  static OneCore with(Path folder, long backend) throws IOException, InterruptedException {
    pin(folder, "0", backend);
    pin(folder, "0", ProcessHandle.current().pid());
    return new OneCore(folder);
  }

  private static void pin(Path folder, String cores, long process)
      throws IOException, InterruptedException {
    Tool.run(
        folder, PATIENCE, List.of("taskset", "-a", "-c", "-p", cores, String.valueOf(process)));
  }

  @Override
  public void close() throws IOException {
    try {
      pin(
          folder,
          "0-" + (Runtime.getRuntime().availableProcessors() - 1),
          ProcessHandle.current().pid());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
