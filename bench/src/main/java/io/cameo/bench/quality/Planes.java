package io.cameo.bench.quality;

/**
 * Three channels of a picture as numbers.
 *
 * @param width in pixels
 * @param height in pixels
 * @param channels row by row, each {@code width * height} long
 */
record Planes(int width, int height, float[][] channels) {

  /** The sRGB curve for every byte. */
  private static final float[] LINEAR = linear();

  /** What stands behind a transparent picture: the middle of the linear range, a light gray. */
  private static final float BEHIND = 0.5f;

  // How strongly the three kinds of cones answer to red, green and blue, and their resting
  // answer: the XYB space of JPEG XL (ISO/IEC 18181-1).
  private static final float[] LONG_CONE = {0.3f, 0.622f, 0.078f};
  private static final float[] MIDDLE_CONE = {0.23f, 0.692f, 0.078f};
  private static final float[] SHORT_CONE = {0.24342269f, 0.20476744f, 0.55180987f};
  private static final float RESTING = 0.0037930733f;
  private static final float RESTING_ROOT = (float) Math.cbrt(RESTING);

  static Planes empty(int width, int height) {
    return new Planes(width, height, new float[3][width * height]);
  }

  /** Light in linear numbers from 0 to 1. */
  static Planes linear(byte[] rgba, int width, int height) {
    if (rgba.length != width * height * 4) {
      throw new IllegalArgumentException("The pixels do not fill the picture.");
    }
    Planes planes = empty(width, height);
    for (int i = 0; i < width * height; i++) {
      float alpha = (rgba[4 * i + 3] & 0xff) / 255f;
      for (int c = 0; c < 3; c++) {
        float light = LINEAR[rgba[4 * i + c] & 0xff];
        planes.channels[c][i] = alpha * light + (1 - alpha) * BEHIND;
      }
    }
    return planes;
  }

  /**
   * At half the size, each pixel the mean of four; an odd row or column at the end counts twice.
   */
  Planes halved() {
    Planes half = empty((width + 1) / 2, (height + 1) / 2);
    for (int c = 0; c < 3; c++) {
      float[] from = channels[c];
      for (int y = 0; y < half.height; y++) {
        int above = 2 * y * width;
        int below = Math.min(2 * y + 1, height - 1) * width;
        for (int x = 0; x < half.width; x++) {
          int left = 2 * x;
          int right = Math.min(left + 1, width - 1);
          float sum = from[above + left] + from[above + right];
          sum += from[below + left] + from[below + right];
          half.channels[c][y * half.width + x] = sum / 4;
        }
      }
    }
    return half;
  }

  /** From linear light to X (red against green), Y (brightness) and B - Y, each about 0 to 1. */
  Planes seen() {
    Planes seen = empty(width, height);
    for (int i = 0; i < width * height; i++) {
      float longCone = answer(LONG_CONE, i);
      float middleCone = answer(MIDDLE_CONE, i);
      float brightness = (longCone + middleCone) / 2;
      seen.channels[0][i] = (longCone - middleCone) / 2 * 14 + 0.42f;
      seen.channels[1][i] = brightness + 0.01f;
      seen.channels[2][i] = answer(SHORT_CONE, i) - brightness + 0.55f;
    }
    return seen;
  }

  private float answer(float[] cone, int pixel) {
    float light = RESTING;
    for (int c = 0; c < 3; c++) {
      light += cone[c] * channels[c][pixel];
    }
    return (float) Math.cbrt(Math.max(0, light)) - RESTING_ROOT;
  }

  private static float[] linear() {
    float[] values = new float[256];
    for (int i = 0; i < values.length; i++) {
      double v = i / 255.0;
      values[i] = (float) (v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4));
    }
    return values;
  }
}
