package io.cameo.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.vips.Encoder;
import io.cameo.image.vips.Libvips;
import io.cameo.image.vips.LibvipsFile;
import io.cameo.image.vips.VipsImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Nothing grows with the number of pictures, taken or refused. */
class MemoryTest {

  private static final Recipe RECIPE =
      new Recipe(List.of(256, 192, 128, 64), 512, 80, Optional.empty(), 10_000_000);

  @Test
  void givesEveryPixelBack() throws IOException {
    Pictures.pipeline();
    Libvips libvips =
        Libvips.load(
            LibvipsFile.locate(Path.of(System.getProperty("java.io.tmpdir"), "cameo-native")));
    List<ByteBuffer> pictures = pictures();
    render(pictures, 1);
    long before = libvips.trackedBytes();
    render(pictures, 25);
    // A thread of libvips may hold a tile or two until it ends; the smallest square, leaked by each
    // of 200 pictures, would be 2.4 MB.
    assertThat(libvips.trackedBytes() - before).isLessThan(1_000_000);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void keepsTheProcessAsLargeAsItWas() throws IOException {
    List<ByteBuffer> pictures = pictures();
    render(pictures, 10);
    long before = residentKilobytes();
    render(pictures, 30);
    // The largest square, leaked by each of 240 pictures, would be 184 MB; the heap grows too.
    assertThat(residentKilobytes() - before).isLessThan(90_000);
  }

  private static void render(List<ByteBuffer> pictures, int rounds) {
    for (int round = 0; round < rounds; round++) {
      for (ByteBuffer picture : pictures) {
        assertThat(Pictures.pipeline().render(picture, RECIPE)).isNotNull();
      }
    }
  }

  private static List<ByteBuffer> pictures() {
    BufferedImage painted = Painted.noisy(600, 520);
    List<byte[]> files = new ArrayList<>();
    try (VipsImage image = Painted.image(painted)) {
      byte[] jpeg = Painted.withOrientation(Painted.jpeg(painted), 6);
      files.add(jpeg);
      files.add(Encoder.jpegWithProfile(image, "p3"));
      files.add(Encoder.png(image));
      files.add(Encoder.webp(image, 80, 1));
      files.add(Encoder.avif(image, 50, 0));
      files.add(Encoder.gif(image));
      byte[] cut = Arrays.copyOf(jpeg, jpeg.length / 2);
      cut[cut.length - 2] = (byte) 0xff;
      cut[cut.length - 1] = (byte) 0xd9;
      files.add(cut);
      files.add(Arrays.copyOf(jpeg, jpeg.length / 3));
    }
    return files.stream().map(Pictures::direct).toList();
  }

  private static long residentKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
