package io.cameo.image;

import static io.cameo.image.Pictures.difference;
import static io.cameo.image.Pictures.named;
import static io.cameo.image.Pictures.pixels;
import static io.cameo.image.Pictures.recipe;
import static io.cameo.image.Pictures.rendered;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.vips.Drawn;
import io.cameo.image.vips.Encoder;
import io.cameo.image.vips.VipsImage;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Whatever a picture's colours are stored as, they come out as sRGB that looks the same. */
class ColourTest {

  private static final BufferedImage SEEN = Painted.corners(160, 160);

  @Test
  void seesInksThroughTheirProfile() {
    assertThat(awayInInks(true)).isLessThan(0.04);
  }

  @Test
  void seesInksWithoutAProfile() {
    assertThat(awayInInks(false)).isLessThan(0.04);
  }

  @Test
  void seesGrayAsGray() {
    BufferedImage gray = shown(Drawn::grayJpeg);
    for (int at : new int[] {5, 80, 150}) {
      int rgb = gray.getRGB(at, at);
      assertThat(rgb & 0xff).isEqualTo(rgb >> 8 & 0xff).isEqualTo(rgb >> 16 & 0xff);
    }
  }

  @Test
  void seesSixteenBits() {
    assertThat(away(Drawn::deepPng)).isLessThan(0.02);
  }

  @Test
  void seesEveryType() {
    assertThat(away(Encoder::png)).isLessThan(0.02);
    assertThat(away(image -> Encoder.webp(image, 95, 2))).isLessThan(0.05);
    assertThat(away(image -> Encoder.avif(image, 90, 1))).isLessThan(0.05);
    assertThat(away(Encoder::gif)).isLessThan(0.07);
    assertThat(away(Drawn::progressiveJpeg)).isLessThan(0.05);
    assertThat(away(Drawn::interlacedPng)).isLessThan(0.02);
  }

  @Test
  void seesWideColoursAsWider() {
    BufferedImage wide = shown(image -> Encoder.jpegWithProfile(image, "p3"));
    BufferedImage plain = shown(image -> Encoder.jpegWithProfile(image, "srgb"));
    assertThat(difference(plain, SEEN)).isLessThan(0.05);
    // A red of Display P3 has more red and less green than the same numbers in sRGB.
    assertThat(wide.getRGB(20, 20) >> 16 & 0xff).isGreaterThan(plain.getRGB(20, 20) >> 16 & 0xff);
    assertThat(wide.getRGB(20, 20) >> 8 & 0xff).isLessThan(plain.getRGB(20, 20) >> 8 & 0xff);
  }

  @Test
  void leavesTheProfileBehind() {
    byte[] tagged = Encoder.jpegWithProfile(Painted.image(SEEN), "p3");
    assertThat(Pictures.contains(tagged, "ICC_PROFILE")).isTrue();
    for (Rendition rendition : rendered(tagged, Pictures.withMaster(128, 64)).renditions()) {
      assertThat(Pictures.contains(rendition.bytes(), "ICC_PROFILE")).isFalse();
    }
  }

  @Test
  void looksPastABrokenProfile() {
    byte[] tagged = Encoder.jpegWithProfile(Painted.image(SEEN), "p3");
    int profile = new String(tagged, StandardCharsets.ISO_8859_1).indexOf("ICC_PROFILE") + 14;
    for (int i = profile; i < profile + 200; i++) {
      tagged[i] ^= 0x55;
    }
    assertThat(difference(pixels(named(rendered(tagged, recipe(160)), "160.jpg")), SEEN))
        .isLessThan(0.05);
  }

  @Test
  void showsTheFirstFrameOfAnAnimation() {
    BufferedImage frames = new BufferedImage(160, 480, BufferedImage.TYPE_INT_RGB);
    frames.createGraphics().drawImage(SEEN, 0, 0, null);
    try (VipsImage image = Painted.image(frames)) {
      assertThat(difference(shown(Drawn.animatedGif(image, 160)), SEEN)).isLessThan(0.07);
      assertThat(difference(shown(Drawn.animatedWebp(image, 160)), SEEN)).isLessThan(0.07);
    }
  }

  @Test
  void reducesWebpInItsDecoderWithoutShiftingIt() {
    try (VipsImage large = Painted.image(Painted.corners(1280, 1280))) {
      byte[] webp = Encoder.webp(large, 90, 2);
      BufferedImage small = pixels(named(rendered(webp, recipe(160)), "160.jpg"));
      assertThat(difference(small, SEEN)).isLessThan(0.05);
    }
  }

  private interface Form {
    byte[] of(VipsImage image);
  }

  /** Ink cannot show strong colours at all, so these are half gray. */
  private static double awayInInks(boolean profile) {
    BufferedImage muted = new BufferedImage(160, 160, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 160 * 160; i++) {
      int rgb = SEEN.getRGB(i % 160, i / 160);
      muted.setRGB(i % 160, i / 160, (rgb >> 1 & 0x7f7f7f) + 0x404040);
    }
    try (VipsImage image = Painted.image(muted)) {
      return difference(shown(Drawn.cmykJpeg(image, profile)), muted);
    }
  }

  private static double away(Form form) {
    return difference(shown(form), SEEN);
  }

  private static BufferedImage shown(Form form) {
    try (VipsImage image = Painted.image(SEEN)) {
      return shown(form.of(image));
    }
  }

  private static BufferedImage shown(byte[] picture) {
    return pixels(named(rendered(picture, recipe(160)), "160.jpg"));
  }
}
