package io.cameo.image.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThumbhashTest {
  private interface Paint {
    int[] at(double u, double v);
  }

  private static byte[] picture(int width, int height, Paint paint) {
    byte[] rgba = new byte[4 * width * height];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int channel : paint.at((x + 0.5) / width, (y + 0.5) / height)) {
          rgba[i++] = (byte) channel;
        }
      }
    }
    return rgba;
  }

  private static int[] sunset(double u, double v) {
    return new int[] {
      (int) (250 - 120 * v), (int) (120 + 60 * u - 60 * v), (int) (60 + 150 * v), 255
    };
  }

  @ParameterizedTest
  @CsvSource({"100,100", "100,60", "40,90", "33,77", "16,16"})
  void decodesToTheSamePictureBlurred(int width, int height) {
    byte[] rgba = picture(width, height, ThumbhashTest::sunset);
    byte[] hash = Thumbhash.encode(width, height, rgba);
    double[][] decoded = ThumbhashDecoder.decode(hash, width, height);
    double squares = 0;
    for (int i = 0; i < decoded.length; i++) {
      for (int c = 0; c < 4; c++) {
        double difference = decoded[i][c] - (rgba[4 * i + c] & 0xFF) / 255.0;
        squares += difference * difference;
      }
    }
    assertThat(Math.sqrt(squares / decoded.length / 4)).isLessThan(0.05);
    assertThat(hash.length).isBetween(5, 25);
  }

  @Test
  void keepsTheAverageColour() {
    for (int[] colour : new int[][] {{200, 40, 90, 255}, {0, 0, 0, 255}, {255, 255, 255, 255}}) {
      byte[] hash = Thumbhash.encode(30, 20, picture(30, 20, (u, v) -> colour));
      double[] middle = ThumbhashDecoder.decode(hash, 3, 3)[4];
      for (int c = 0; c < 3; c++) {
        assertThat(middle[c]).isEqualTo(colour[c] / 255.0, within(0.03));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"100,100,1", "100,50,2", "50,100,0.5", "90,60,1.4", "60,90,0.714"})
  void keepsTheAspect(int width, int height, double aspect) {
    byte[] hash = Thumbhash.encode(width, height, picture(width, height, ThumbhashTest::sunset));
    assertThat(ThumbhashDecoder.aspect(hash)).isEqualTo(aspect, within(aspect * 0.17));
  }

  @Test
  void keepsTransparency() {
    Paint circle = (u, v) -> new int[] {30, 160, 60, Math.hypot(u - 0.5, v - 0.5) < 0.35 ? 255 : 0};
    byte[] hash = Thumbhash.encode(64, 64, picture(64, 64, circle));
    double[][] decoded = ThumbhashDecoder.decode(hash, 9, 9);
    assertThat(decoded[4 * 9 + 4][3]).isGreaterThan(0.8);
    assertThat(decoded[0][3]).isLessThan(0.2);
    assertThat(decoded[4 * 9 + 4][1]).isEqualTo(160 / 255.0, within(0.06));
    assertThat(hash.length).isLessThanOrEqualTo(25);
  }

  /** Made by the format's reference encoder from the same pixels. */
  @Test
  void agreesWithTheReferenceEncoder() {
    Paint waves =
        (u, v) ->
            new int[] {
              (int) (127 + 120 * Math.sin(7 * u + v)),
              (int) (127 + 120 * Math.cos(5 * v + 3 * u)),
              (int) (40 + 200 * u * v),
              255
            };
    assertThat(base64(Thumbhash.encode(64, 48, picture(64, 48, waves)))).isEqualTo(REFERENCE);
    Paint fading =
        (u, v) -> {
          int[] colour = waves.at(u, v);
          colour[3] = (int) (255 * Math.sin(0.4 + u * v + 0.9 * u * u));
          return colour;
        };
    assertThat(base64(Thumbhash.encode(30, 40, picture(30, 40, fading))))
        .isEqualTo(REFERENCE_WITH_ALPHA);
  }

  private static final String REFERENCE = "HCkKPZTndHfAeHiqhod3iO+Y6t9F";
  private static final String REFERENCE_WITH_ALPHA = "nAiKJA4r1gR8l2l4+I+o/E8EdmeHd3h3Bw==";

  private static String base64(byte[] hash) {
    return Base64.getEncoder().encodeToString(hash);
  }

  @Test
  void encodesASinglePixelAndAnInvisiblePicture() {
    assertThat(Thumbhash.encode(1, 1, new byte[] {1, 2, 3, (byte) 255})).hasSizeBetween(5, 25);
    byte[] invisible = Thumbhash.encode(10, 10, new byte[400]);
    assertThat(ThumbhashDecoder.decode(invisible, 2, 2)[0][3]).isZero();
  }

  @Test
  void refusesWrongSizes() {
    assertThatThrownBy(() -> Thumbhash.encode(101, 1, new byte[404]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Thumbhash.encode(0, 1, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Thumbhash.encode(2, 2, new byte[15]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
