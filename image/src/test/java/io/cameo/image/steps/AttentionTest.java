package io.cameo.image.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The square goes where there is something to see. */
class AttentionTest {

  private static final int WIDTH = 600;
  private static final int HEIGHT = 200;

  @Test
  void leavesAPlainPictureInTheMiddle() {
    assertThat(Attention.offset(plain(3), WIDTH, HEIGHT, 3)).isEqualTo((WIDTH - HEIGHT) / 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 130, 300, 540})
  void keepsAFaceInTheSquare(int x) {
    ByteBuffer pixels = plain(3);
    disc(pixels, 3, x + 30, 100, 30, 0xc8906a);
    int offset = Attention.offset(pixels, WIDTH, HEIGHT, 3);
    assertThat(offset).isBetween(Math.max(0, x + 60 - HEIGHT), Math.min(x, WIDTH - HEIGHT));
  }

  @Test
  void keepsAFaceInTheSquareOfATallPicture() {
    ByteBuffer tall = ByteBuffer.allocate(WIDTH * HEIGHT * 3);
    for (int i = 0; i < WIDTH * HEIGHT * 3; i++) {
      tall.put(i, (byte) 90);
    }
    for (int y = 40; y < 100; y++) {
      for (int x = 70; x < 130; x++) {
        put(tall, 3, y * HEIGHT + x, 0xc8906a);
      }
    }
    assertThat(Attention.offset(tall, HEIGHT, WIDTH, 3)).isBetween(0, 40);
  }

  @Test
  void prefersAFaceToAFlatWallOfTheSameColourfulness() {
    ByteBuffer pixels = plain(3);
    disc(pixels, 3, 80, 100, 40, 0xc8906a);
    disc(pixels, 3, 520, 100, 40, 0x6ac890);
    assertThat(Attention.offset(pixels, WIDTH, HEIGHT, 3)).isLessThan(100);
  }

  @Test
  void doesNotLookAtWhatIsInvisible() {
    ByteBuffer pixels = ByteBuffer.allocate(WIDTH * HEIGHT * 4);
    disc(pixels, 4, 80, 100, 40, 0xc8906a);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      pixels.put(i * 4 + 3, (byte) (i % WIDTH < 300 ? 0 : 255));
    }
    disc(pixels, 4, 520, 100, 20, 0xc8906a);
    assertThat(Attention.offset(pixels, WIDTH, HEIGHT, 4)).isGreaterThan(300);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 31, 33})
  void looksAtPicturesOfAFewPixels(int side) {
    ByteBuffer pixels = ByteBuffer.allocate(side * (side + 1) * 3);
    assertThat(Attention.offset(pixels, side + 1, side, 3)).isBetween(0, 1);
    assertThat(Attention.offset(pixels, side, side + 1, 3)).isBetween(0, 1);
  }

  @Test
  void hasNothingToChooseInASquare() {
    assertThat(Attention.offset(ByteBuffer.allocate(300), 10, 10, 3)).isZero();
  }

  private static ByteBuffer plain(int bands) {
    ByteBuffer pixels = ByteBuffer.allocate(WIDTH * HEIGHT * bands);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      put(pixels, bands, i, 0x5a5a5a);
    }
    return pixels;
  }

  private static void disc(
      ByteBuffer pixels, int bands, int centerX, int centerY, int radius, int rgb) {
    for (int y = centerY - radius; y < centerY + radius; y++) {
      for (int x = centerX - radius; x < centerX + radius; x++) {
        if (Math.hypot(x - centerX, y - centerY) < radius) {
          put(pixels, bands, y * WIDTH + x, rgb);
        }
      }
    }
  }

  private static void put(ByteBuffer pixels, int bands, int pixel, int rgb) {
    pixels.put(pixel * bands, (byte) (rgb >> 16));
    pixels.put(pixel * bands + 1, (byte) (rgb >> 8));
    pixels.put(pixel * bands + 2, (byte) rgb);
    if (bands == 4) {
      pixels.put(pixel * bands + 3, (byte) 255);
    }
  }
}
