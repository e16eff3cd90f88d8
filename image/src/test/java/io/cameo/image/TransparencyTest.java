package io.cameo.image;

import static io.cameo.image.Pictures.named;
import static io.cameo.image.Pictures.names;
import static io.cameo.image.Pictures.pixels;
import static io.cameo.image.Pictures.rendered;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.vips.Encoder;
import io.cameo.image.vips.VipsImage;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lets the background through is kept as such where it can be, and white where it cannot. */
class TransparencyTest {

  /** A blue disc whose invisible surroundings are, underneath, bright red. */
  private static BufferedImage disc(int side, int outside) {
    BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        double away = Math.hypot(x + 0.5 - side / 2.0, y + 0.5 - side / 2.0);
        picture.setRGB(x, y, away < side * 0.4 ? 0xff2040c0 : outside);
      }
    }
    return picture;
  }

  private static byte[] stored(String type, BufferedImage picture) {
    try (VipsImage image = Painted.image(picture)) {
      return switch (type) {
        case "png" -> Encoder.png(image);
        case "webp" -> Encoder.webp(image, 100, 2);
        default -> Encoder.avif(image, 100, 1);
      };
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "webp", "avif"})
  void keepsTransparencyInPngAndPutsWhiteBehindItInJpeg(String type) {
    Outcome.Rendered outcome =
        rendered(stored(type, disc(300, 0x00ff0000)), Pictures.withMaster(256, 128, 64, 48));

    assertThat(outcome.transparent()).isTrue();
    assertThat(names(outcome))
        .containsExactlyInAnyOrder(
            "master.png", "128.png", "128.jpg", "64.png", "64.jpg", "48.png", "48.jpg");
    for (String size : List.of("128", "64", "48")) {
      int middle = Integer.parseInt(size) / 2;
      BufferedImage png = pixels(named(outcome, size + ".png"));
      BufferedImage jpeg = pixels(named(outcome, size + ".jpg"));
      assertThat(png.getRGB(0, 0) >>> 24).isZero();
      assertThat(png.getRGB(middle, middle) >>> 24).isEqualTo(255);
      assertThat(channels(jpeg.getRGB(0, 0))).allMatch(value -> value > 225);
      assertThat(jpeg.getRGB(middle, middle) & 0xff).isBetween(180, 205);
    }
  }

  /** Red is nowhere to be seen, so no mixture with it may be seen at the edge either. */
  @Test
  void letsNothingInvisibleBleedIn() {
    Outcome.Rendered outcome =
        rendered(stored("png", disc(300, 0x00ff0000)), Pictures.recipe(100, 50, 48));
    for (String name : List.of("100.png", "50.png", "48.png")) {
      BufferedImage png = pixels(named(outcome, name));
      for (int y = 0; y < png.getHeight(); y++) {
        for (int x = 0; x < png.getWidth(); x++) {
          int argb = png.getRGB(x, y);
          if (argb >>> 24 > 40) {
            assertThat(argb >> 16 & 0xff).as("red of %s at %d, %d", name, x, y).isLessThan(60);
          }
        }
      }
    }
  }

  @Test
  void countsAnAlphaThatHidesNothingAsOpaque() {
    Outcome.Rendered outcome =
        rendered(stored("png", disc(300, 0xffff0000)), Pictures.withMaster(128, 64));
    assertThat(outcome.transparent()).isFalse();
    assertThat(names(outcome)).containsExactlyInAnyOrder("master.jpg", "64.jpg");
    assertThat(pixels(named(outcome, "64.jpg")).getRGB(1, 1) >> 16 & 0xff).isGreaterThan(240);
  }

  @Test
  void countsOnlyTheSquareThatIsKept() {
    Crop inside = new Crop(120, 120, 60, 0);
    Outcome.Rendered outcome =
        rendered(
            stored("png", disc(300, 0x00ff0000)),
            new Recipe(List.of(64), 0, 80, Optional.of(inside), 1_000_000));
    assertThat(outcome.transparent()).isFalse();
    assertThat(names(outcome)).containsExactly("64.jpg");
  }

  private static List<Integer> channels(int rgb) {
    return List.of(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff);
  }
}
