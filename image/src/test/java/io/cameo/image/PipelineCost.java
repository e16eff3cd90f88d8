package io.cameo.image;

import com.sun.management.OperatingSystemMXBean;
import io.cameo.image.vips.LibvipsFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prints what a picture costs, step by step: {@code PipelineCost <picture> [rounds]}.
 *
 * <p>Steps are given in milliseconds of wall time, the best and the mean of all rounds: a step that
 * only plans costs nothing, and "colour" is where the picture is decoded. The processor time of the
 * whole process, libvips' own threads included, is the mean over all rounds. Not a test.
 */
final class PipelineCost {

  private static final Map<String, Recipe> RECIPES = new LinkedHashMap<>();

  static {
    RECIPES.put("512 256 128 64", recipe(List.of(512, 256, 128, 64), 0));
    RECIPES.put("ladder + master", recipe(List.of(512, 256, 192, 128, 96, 64, 48, 32), 1024));
  }

  private PipelineCost() {}

  public static void main(String[] args) throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of(args[0]));
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 60;
    ByteBuffer picture = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    Path folder = Path.of(System.getProperty("java.io.tmpdir"), "cameo-native");
    ImagePipeline pipeline = ImagePipeline.open(LibvipsFile.locate(folder));
    long start = System.nanoTime();
    pipeline.warmUp();
    System.out.printf(
        "libvips %s, warm-up %.0f ms%n", pipeline.version(), (System.nanoTime() - start) / 1e6);
    for (Map.Entry<String, Recipe> recipe : RECIPES.entrySet()) {
      measure(recipe.getKey(), pipeline, picture, recipe.getValue(), Math.max(10, rounds / 4));
      measure(recipe.getKey(), pipeline, picture, recipe.getValue(), rounds);
    }
  }

  private static void measure(
      String name, ImagePipeline pipeline, ByteBuffer picture, Recipe recipe, int rounds) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Map<String, double[]> steps = new LinkedHashMap<>();
    long cpu = system.getProcessCpuTime();
    long wall = System.nanoTime();
    double best = Double.MAX_VALUE;
    Outcome outcome = null;
    for (int round = 0; round < rounds; round++) {
      long[] last = {System.nanoTime()};
      long begin = last[0];
      outcome =
          pipeline.render(
              picture,
              recipe,
              step -> {
                long now = System.nanoTime();
                double millis = (now - last[0]) / 1e6;
                last[0] = now;
                double[] seen =
                    steps.computeIfAbsent(step, any -> new double[] {Double.MAX_VALUE, 0});
                seen[0] = Math.min(seen[0], millis);
                seen[1] += millis;
              });
      best = Math.min(best, (System.nanoTime() - begin) / 1e6);
    }
    System.out.printf("%n%s, %d rounds%n", name, rounds);
    steps.forEach(
        (step, seen) ->
            System.out.printf("  %-8s best %7.2f   mean %7.2f%n", step, seen[0], seen[1] / rounds));
    System.out.printf(
        "  wall     best %7.2f   mean %7.2f%n", best, (System.nanoTime() - wall) / 1e6 / rounds);
    System.out.printf(
        "  cpu                     mean %7.2f%n",
        (system.getProcessCpuTime() - cpu) / 1e6 / rounds);
    if (outcome instanceof Outcome.Rendered rendered) {
      int total = rendered.renditions().stream().mapToInt(r -> r.bytes().length).sum();
      System.out.printf("  %d files, %d bytes%n", rendered.renditions().size(), total);
    } else {
      System.out.println("  " + outcome);
    }
  }

  private static Recipe recipe(List<Integer> sizes, int master) {
    return new Recipe(sizes, master, 80, Optional.empty(), 100_000_000);
  }
}
