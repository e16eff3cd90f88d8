package io.cameo.bench.contender;

import io.cameo.bench.running.MachineCpu;
import io.cameo.image.Recipe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The bare image work in a loop: no HTTP, no database, no store, no one to ask for it.
 *
 * <p>Runs in processes of its own, one a core, because libvips is set up for one thread a process.
 */
public final class RawLimit {

  private static final long MAX_PIXELS = 100_000_000;

  private RawLimit() {}

  /**
   * Warms up, measures, and prints {@code pictures seconds processor-seconds}.
   *
   * @param arguments libvips' file, the picture, sizes with commas, the master's size, seconds to
   *     warm up, seconds to measure
   */
  public static void main(String[] arguments) throws IOException {
    ByteBuffer picture = UploadServer.direct(Files.readAllBytes(Path.of(arguments[1])));
    List<Integer> sizes = Arrays.stream(arguments[2].split(",")).map(Integer::valueOf).toList();
    int master = Integer.parseInt(arguments[3]);
    Recipe recipe = new Recipe(sizes, master, 85, Optional.empty(), MAX_PIXELS);
    RawWork work = RawWork.of(recipe, Path.of(arguments[0]));
    loop(work, picture, Duration.ofSeconds(Long.parseLong(arguments[4])), System::nanoTime);
    double cpu = MachineCpu.ownSeconds();
    long start = System.nanoTime();
    Duration time = Duration.ofSeconds(Long.parseLong(arguments[5]));
    long pictures = loop(work, picture, time, System::nanoTime);
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.println(pictures + " " + seconds + " " + (MachineCpu.ownSeconds() - cpu));
  }

  /**
   * Works until the time is over.
   *
   * @return how many pictures were worked on
   */
  static long loop(RawWork work, ByteBuffer picture, Duration time, LongSupplier nanoTime) {
    long end = nanoTime.getAsLong() + time.toNanos();
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
