package io.cameo.service.fallback.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.fallback.drawing.Drawing;
import io.cameo.service.fallback.drawing.Outline;
import io.cameo.service.fallback.drawing.Pixels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files as another reader sees them. */
class PictureFilesTest {

  private static Pixels pixels(int size) {
    return Drawing.on(0x1e5a96)
        .add(0xffb5ac, Outline.circle(0.4, 0.5, 0.3))
        .add(0x20692f, Outline.polygon(0.1, 0.1, 0.9, 0.3, 0.6, 0.95))
        .pixels(size);
  }

  private static BufferedImage read(byte[] file) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(file));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 31, 32, 33, 64, 65, 500})
  void thePngHasEveryPixel(int size) throws IOException {
    Pixels pixels = pixels(size);
    BufferedImage image = read(PngFile.of(pixels));

    assertThat(image.getWidth()).isEqualTo(size);
    assertThat(image.getHeight()).isEqualTo(size);
    for (int i = 0; i < size * size; i++) {
      assertThat(image.getRGB(i % size, i / size) & 0xffffff)
          .isEqualTo(pixels.palette()[pixels.index()[i] & 0xff]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 31, 32, 33, 64, 65, 500})
  void theJpegLooksLikeThePng(int size) throws IOException {
    Pixels pixels = pixels(size);
    BufferedImage image = read(JpegFile.of(pixels));

    assertThat(image.getWidth()).isEqualTo(size);
    assertThat(image.getHeight()).isEqualTo(size);
    long wrong = 0;
    for (int i = 0; i < size * size; i++) {
      int shown = image.getRGB(i % size, i / size);
      int meant = pixels.palette()[pixels.index()[i] & 0xff];
      for (int shift = 0; shift <= 16; shift += 8) {
        wrong += Math.abs((shown >> shift & 0xff) - (meant >> shift & 0xff));
      }
    }
    // A picture of a few pixels is all edges.
    assertThat(wrong / (3.0 * size * size)).as("mean error of 255").isLessThan(size < 32 ? 8 : 3);
  }

  @Test
  void aJpegOfNothingIsWhiteAndAPngOfNothingIsClear() throws IOException {
    Pixels nothing = Drawing.onNothing().pixels(16);

    assertThat(read(PngFile.of(nothing)).getRGB(8, 8) >>> 24).isZero();
    assertThat(read(JpegFile.of(nothing)).getRGB(8, 8)).isEqualTo(0xffffffff);
  }
}
