package io.cameo.bench.contender;

import io.cameo.image.Recipe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/**
 * The bare image work in a loop, one thread a core: no HTTP, no isolation, no database, no store.
 *
 * <p>Runs in a process of its own, so that it begins as fresh as every other contender.
 */
public final class RawLimit {

  private static final long MAX_PIXELS = 100_000_000;

  private RawLimit() {}

  /**
   * Warms up, measures, and prints {@code pictures seconds}.
   *
   * @param arguments the picture, sizes with commas, the master's size, threads, seconds to warm
   *     up, seconds to measure
   */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    byte[] bytes = Files.readAllBytes(Path.of(arguments[0]));
    List<Integer> sizes = Arrays.stream(arguments[1].split(",")).map(Integer::valueOf).toList();
    int master = Integer.parseInt(arguments[2]);
    int threads = Integer.parseInt(arguments[3]);
    Recipe recipe = new Recipe(sizes, master, 85, Optional.empty(), MAX_PIXELS);
    Path folder = Files.createDirectories(Path.of(arguments[0]).resolveSibling("libvips"));
    RawWork work = RawWork.of(recipe, folder);
    ByteBuffer picture = UploadServer.direct(bytes);
    Duration warm = Duration.ofSeconds(Long.parseLong(arguments[4]));
    Duration time = Duration.ofSeconds(Long.parseLong(arguments[5]));
    loop(work, picture, threads, warm, System::nanoTime);
    long start = System.nanoTime();
    long pictures = loop(work, picture, threads, time, System::nanoTime);
    System.out.println(pictures + " " + (System.nanoTime() - start) / 1e9);
  }

  static long loop(
      RawWork work, ByteBuffer picture, int threads, Duration time, LongSupplier nanoTime)
      throws InterruptedException, ExecutionException {
    long end = nanoTime.getAsLong() + time.toNanos();
    long pictures = 0;
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<Long>> loops = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        loops.add(executor.submit(() -> until(end, work, picture.duplicate(), nanoTime)));
      }
      for (Future<Long> loop : loops) {
        pictures += loop.get();
      }
    }
    return pictures;
  }

  private static long until(long end, RawWork work, ByteBuffer picture, LongSupplier nanoTime) {
    long pictures = 0;
    while (nanoTime.getAsLong() - end < 0) {
      if (work.renditions(picture.duplicate()) < 1) {
        throw new IllegalStateException("No rendition was made.");
      }
      pictures++;
    }
    return pictures;
  }
}
