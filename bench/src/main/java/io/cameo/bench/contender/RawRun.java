package io.cameo.bench.contender;

import io.cameo.bench.running.Tool;
import io.cameo.image.vips.LibvipsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Starts {@link RawLimit} on every core.
 *
 * @param title what tables call it
 * @param work folder for libvips' file
 * @param picture file with the picture
 * @param sizes of the renditions
 * @param master size of the master, 0 for none
 */
public record RawRun(String title, Path work, Path picture, List<Integer> sizes, int master) {

  /**
   * What all cores reached together.
   *
   * @param perSecond pictures a second
   * @param cpuMillisEach processor time of one picture in milliseconds
   */
  public record Reading(double perSecond, double cpuMillisEach) {}

  /** Works for some time on all cores at once. */
  public Reading measure(Duration warmUp, Duration time) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            RawLimit.class.getName(),
            LibvipsFile.locate(work.resolve("libvips")).toString(),
            picture.toString(),
            sizes.stream().map(String::valueOf).collect(Collectors.joining(",")),
            String.valueOf(master),
            String.valueOf(warmUp.toSeconds()),
            String.valueOf(time.toSeconds()));
    Duration limit = warmUp.plus(time).plusSeconds(60);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> loops = new ArrayList<>();
      for (int core = 0; core < Runtime.getRuntime().availableProcessors(); core++) {
        loops.add(threads.submit(() -> Tool.run(Path.of("").toAbsolutePath(), limit, command)));
      }
      double perSecond = 0;
      double cpuSeconds = 0;
      long pictures = 0;
      for (Future<String> loop : loops) {
        String[] figures = loop.get().strip().lines().toList().getLast().split(" ");
        perSecond += Long.parseLong(figures[0]) / Double.parseDouble(figures[1]);
        cpuSeconds += Double.parseDouble(figures[2]);
        pictures += Long.parseLong(figures[0]);
      }
      return new Reading(perSecond, cpuSeconds * 1000 / Math.max(1, pictures));
    } catch (ExecutionException e) {
      throw new IOException("The bare image work failed.", e.getCause());
    }
  }
}
