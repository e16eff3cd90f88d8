package io.cameo.image;

import static io.cameo.image.Pictures.difference;
import static io.cameo.image.Pictures.named;
import static io.cameo.image.Pictures.pixels;
import static io.cameo.image.Pictures.rendered;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.vips.Encoder;
import io.cameo.image.vips.Operations;
import io.cameo.image.vips.VipsImage;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A size made from a size looks like one made from the picture itself. */
class ScaleQualityTest {

  private static final int SIDE = 1024;
  private static final byte[] PICTURE = picture();

  private static final Outcome.Rendered LADDER =
      rendered(
          PICTURE,
          new Recipe(
              List.of(512, 256, 192, 128, 96, 64, 48, 32), 0, 100, Optional.empty(), 50_000_000));

  /** Each is compared with one resampling by Lanczos' kernel from all the pixels there are. */
  @ParameterizedTest
  @ValueSource(ints = {512, 256, 192, 128, 96, 64, 48, 32})
  void looksLikeOneResamplingOfTheWholePicture(int size) {
    BufferedImage made = pixels(named(LADDER, size + ".jpg"));
    try (VipsImage whole = io.cameo.image.vips.Decoder.png(Pictures.direct(PICTURE));
        VipsImage small = Operations.resize(whole, size, size)) {
      BufferedImage direct = pixels(Encoder.jpeg(small, 100, Encoder.Chroma.QUARTER, false));
      assertThat(difference(made, direct)).isLessThan(0.02);
    }
  }

  /** Shapes of every frequency up to a few pixels: rings that grow finer outwards, and grain. */
  private static byte[] picture() {
    BufferedImage picture = Painted.noisy(SIDE, SIDE);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double away = Math.hypot(x - SIDE / 2.0, y - SIDE / 2.0);
        double ring = Math.cos(away * away / 1200) * Math.max(0, 1 - away / 420);
        int shade = 20 + (int) Math.round(18 * ring);
        picture.setRGB(x, y, (picture.getRGB(x, y) >> 1 & 0x7f7f7f) + shade * 0x010101);
      }
    }
    try (VipsImage image = Painted.image(picture)) {
      return Encoder.png(image);
    }
  }
}
