package io.cameo.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ssimulacra2Test {

  private static final int SIDE = 160;

  /** Shapes with sharp edges on a gradient, and some grain. */
  private static BufferedImage picture() {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setPaint(new GradientPaint(0, 0, Color.CYAN, SIDE, SIDE, Color.ORANGE));
    graphics.fillRect(0, 0, SIDE, SIDE);
    Random random = new Random(7);
    for (int i = 0; i < 25; i++) {
      graphics.setColor(new Color(random.nextInt(0x1000000)));
      graphics.fillOval(random.nextInt(SIDE), random.nextInt(SIDE), 30, 20);
    }
    graphics.dispose();
    return changed(image, rgb -> shifted(rgb, random.nextInt(9) - 4));
  }

  private static BufferedImage changed(BufferedImage image, IntUnaryOperator change) {
    BufferedImage other =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        other.setRGB(x, y, change.applyAsInt(image.getRGB(x, y)));
      }
    }
    return other;
  }

  private static int shifted(int rgb, int by) {
    int red = Math.clamp((rgb >> 16 & 0xff) + by, 0, 255);
    int green = Math.clamp((rgb >> 8 & 0xff) + by, 0, 255);
    int blue = Math.clamp((rgb & 0xff) + by, 0, 255);
    return red << 16 | green << 8 | blue;
  }

  private static byte[] rgba(BufferedImage image) {
    byte[] rgba = new byte[image.getWidth() * image.getHeight() * 4];
    for (int i = 0; i < rgba.length / 4; i++) {
      int rgb = image.getRGB(i % image.getWidth(), i / image.getWidth());
      rgba[4 * i] = (byte) (rgb >> 16);
      rgba[4 * i + 1] = (byte) (rgb >> 8);
      rgba[4 * i + 2] = (byte) rgb;
      rgba[4 * i + 3] = (byte) 0xff;
    }
    return rgba;
  }

  private static BufferedImage jpeg(BufferedImage image, float quality) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
  }

  private static Ssimulacra2 of(BufferedImage image) {
    return new Ssimulacra2(rgba(image), image.getWidth(), image.getHeight());
  }

  @Test
  void nothingLooksMoreLikeAPictureThanItself() {
    BufferedImage picture = picture();

    assertThat(of(picture).score(rgba(picture))).isEqualTo(100);
  }

  @Test
  void theMoreIsThrownAwayTheLowerItFallsOverTheWholeScale() throws IOException {
    BufferedImage picture = picture();
    Ssimulacra2 looks = of(picture);
    double before = 100;
    for (float quality : new float[] {0.98f, 0.9f, 0.8f, 0.6f, 0.4f, 0.2f, 0.05f}) {
      double score = looks.score(rgba(jpeg(picture, quality)));
      assertThat(score).as("at %s after %s", quality, before).isLessThan(before);
      before = score;
    }
    assertThat(before).as("a ruin").isLessThan(20);
    assertThat(looks.score(rgba(jpeg(picture, 0.98f)))).as("nobody sees it").isGreaterThan(75);
  }

  @Test
  void aBlurAndARingCostMoreThanANuanceOfTheSameSize() {
    BufferedImage picture = picture();
    Ssimulacra2 looks = of(picture);
    double nuance = looks.score(rgba(changed(picture, rgb -> shifted(rgb, 3))));
    Random random = new Random(1);
    double grain =
        looks.score(rgba(changed(picture, rgb -> shifted(rgb, random.nextBoolean() ? 12 : -12))));

    assertThat(nuance).isBetween(85.0, 100.0);
    assertThat(grain).isLessThan(60);
  }

  @Test
  void colourCountsAsBrightnessDoes() {
    BufferedImage picture = picture();

    assertThat(of(picture).score(rgba(changed(picture, rgb -> rgb & 0xffff00)))).isLessThan(50);
    assertThat(of(picture).score(rgba(changed(picture, rgb -> rgb & 0x00ffff)))).isLessThan(30);
  }

  @Test
  void whatIsTransparentIsSeenOnGray() {
    byte[] opaque = rgba(picture());
    byte[] clear = opaque.clone();
    byte[] otherClear = opaque.clone();
    for (int i = 3; i < clear.length; i += 4) {
      clear[i] = 0;
      otherClear[i] = 0;
      otherClear[i - 1] ^= 0x55;
    }

    assertThat(new Ssimulacra2(clear, SIDE, SIDE).score(otherClear)).isEqualTo(100);
    assertThat(new Ssimulacra2(clear, SIDE, SIDE).score(opaque)).isLessThan(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 31, 64, 100})
  void smallAndOddPicturesHaveAScoreToo(int side) {
    BufferedImage part = picture().getSubimage(20, 30, side, Math.max(8, side - side % 3));
    BufferedImage other = changed(part, rgb -> shifted(rgb, 6));

    assertThat(of(part).score(rgba(changed(part, rgb -> rgb)))).isEqualTo(100);
    assertThat(of(part).score(rgba(other))).isBetween(20.0, 99.9);
  }

  @Test
  void knowsNoPictureUnderEightPixelsAndNoneOfAnotherSize() {
    assertThatThrownBy(() -> new Ssimulacra2(new byte[7 * 7 * 4], 7, 7))
        .isInstanceOf(IllegalArgumentException.class);
    Ssimulacra2 looks = of(picture());
    assertThatThrownBy(() -> looks.score(new byte[4])).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theWeightsAreThePublishedOnes() {
    double sum = 0;
    int none = 0;
    for (int channel = 0; channel < 3; channel++) {
      for (int scale = 0; scale < 6; scale++) {
        assertThat(Weights.of(channel, scale)).hasSize(6);
        for (double weight : Weights.of(channel, scale)) {
          sum += weight;
          none += weight == 0 ? 1 : 0;
        }
      }
    }
    assertThat(sum).isEqualTo(888.3147, within(1e-3));
    assertThat(none).isEqualTo(56);
  }
}
