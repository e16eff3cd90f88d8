package io.cameo.image.preview;

/** Checks the one form in which this package takes pictures. */
final class Rgba {
  static final int CHANNELS = 4;

  private Rgba() {}

  /**
   * @throws IllegalArgumentException unless the sides are 1 to {@code most} and the bytes are
   *     exactly 4 for each pixel
   */
  static void check(int width, int height, byte[] rgba, int most) {
    if (width < 1 || height < 1 || width > most || height > most) {
      throw new IllegalArgumentException("A preview needs 1 to " + most + " pixels a side.");
    }
    if (rgba.length != CHANNELS * width * height) {
      throw new IllegalArgumentException("A preview needs 4 bytes for each pixel.");
    }
  }
}
