package io.cameo.image.worker;

import com.sun.management.OperatingSystemMXBean;
import io.cameo.image.Outcome;
import io.cameo.image.Recipe;
import io.cameo.image.sandbox.Confinement;
import io.cameo.image.vips.LibvipsFile;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Prints what the way through the pipes costs: {@code PipeCost [picture]}. Without a picture 3.5 MB
 * go to a worker that does nothing with them; with one, the real engine renders it. Processor time
 * of both sides and wall time, a request. Not a test.
 */
final class PipeCost {
  private static final int ROUNDS = 300;

  private PipeCost() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("pipe-cost");
    Path file;
    WorkerCommand command;
    if (arguments.length == 0) {
      byte[] bytes = new byte[3_500_000];
      bytes[0] = 'R';
      file = Files.write(folder.resolve("picture"), bytes);
      command = new Puppets(folder).command(Puppet.class, "obedient");
    } else {
      file = Path.of(arguments[0]);
      command =
          new WorkerCommand(
              WorkerCommand.ownJava(),
              WorkerClasspath.locate(folder),
              LibvipsFile.locate(folder),
              folder,
              WorkerLimits.defaults(),
              Confinement.off());
    }
    Diary diary = new Diary();
    Recipe recipe = new Recipe(List.of(512, 256, 128, 64), 0, 82, Optional.empty(), 50_000_000);
    try (WorkerPool pool = new WorkerPool(command, Puppets.options(1, 1), diary)) {
      pool.awaitReady(Duration.ofSeconds(20));
      System.out.println("start-up " + diary.ready.getFirst().startUp().toMillis() + " ms");
      long pid = diary.ready.getFirst().pid();
      print("cold", rounds(pool, recipe, file, pid, ROUNDS / 10));
      print("warm", rounds(pool, recipe, file, pid, ROUNDS));
      print("warm", rounds(pool, recipe, file, pid, ROUNDS));
      Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.matches("Vm(RSS|HWM|Data|Peak).*|Threads.*"))
          .forEach(System.out::println);
    }
  }

  private static double[] rounds(WorkerPool pool, Recipe recipe, Path file, long pid, int rounds)
      throws Exception {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long ownCpu = system.getProcessCpuTime();
    long workerTicks = ticks(pid);
    long begun = System.nanoTime();
    for (int i = 0; i < rounds; i++) {
      try (FileChannel channel = FileChannel.open(file)) {
        Outcome outcome = pool.render(recipe, channel, channel.size());
        if (outcome.toString().isEmpty()) {
          throw new AssertionError();
        }
      }
    }
    double wall = (System.nanoTime() - begun) / 1e6 / rounds;
    double own = (system.getProcessCpuTime() - ownCpu) / 1e6 / rounds;
    double worker = (ticks(pid) - workerTicks) * 10.0 / rounds;
    return new double[] {wall, own, worker};
  }

  private static void print(String what, double[] ms) {
    System.out.printf(
        "%s: wall %.2f ms, supervisor %.2f ms CPU, worker %.2f ms CPU%n",
        what, ms[0], ms[1], ms[2]);
  }

  private static long ticks(long pid) throws Exception {
    String[] stat = Files.readString(Path.of("/proc/" + pid + "/stat")).split("\\) ")[1].split(" ");
    return Long.parseLong(stat[11]) + Long.parseLong(stat[12]);
  }
}
