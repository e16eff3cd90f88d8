package io.cameo.bench.contender;

import io.cameo.bench.running.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Starts {@link RawLimit} in a process of its own.
 *
 * @param title what tables call it
 * @param picture file with the picture
 * @param sizes of the renditions
 * @param master size of the master, 0 for none
 */
public record RawRun(String title, Path picture, List<Integer> sizes, int master) {

  /** Pictures a second. */
  public double perSecond(Duration warmUp, Duration time) throws IOException, InterruptedException {
    String printed =
        Tool.run(
            Path.of("").toAbsolutePath(),
            warmUp.plus(time).plusSeconds(60),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                RawLimit.class.getName(),
                picture.toString(),
                sizes.stream().map(String::valueOf).collect(Collectors.joining(",")),
                String.valueOf(master),
                String.valueOf(Runtime.getRuntime().availableProcessors()),
                String.valueOf(warmUp.toSeconds()),
                String.valueOf(time.toSeconds())));
    String[] figures = printed.strip().lines().toList().getLast().split(" ");
    return Long.parseLong(figures[0]) / Double.parseDouble(figures[1]);
  }
}
