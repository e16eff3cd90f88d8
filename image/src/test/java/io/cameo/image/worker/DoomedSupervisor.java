package io.cameo.image.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A program with two workers, one of which hangs, that waits to be killed. */
final class DoomedSupervisor {
  private DoomedSupervisor() {}

  public static void main(String[] arguments) throws Exception {
    Puppets puppets = new Puppets(Path.of(arguments[0]));
    WorkerListener printer =
        new WorkerListener() {
          @Override
          public void workerReady(long pid, String version, List<String> layers, Duration startUp) {
            System.out.println(pid);
          }
        };
    WorkerPool pool = puppets.pool(Puppets.options(2, 8), printer);
    Puppets.eventually("two are idle", () -> pool.status().idle() == 2);
    Thread.ofVirtual().start(() -> System.err.println(hang(puppets, pool)));
    Puppets.eventually("one is busy", () -> pool.status().busy() == 1);
    System.out.println("one hangs");
    System.in.read();
  }

  private static Object hang(Puppets puppets, WorkerPool pool) {
    try {
      return puppets.send(pool, 'H', 0, "");
    } catch (Exception e) {
      return e;
    }
  }
}
