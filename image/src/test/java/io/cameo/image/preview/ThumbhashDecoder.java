package io.cameo.image.preview;

/** The other direction of the format, written from its description for the tests alone. */
final class ThumbhashDecoder {
  private final byte[] hash;
  private int half;

  private ThumbhashDecoder(byte[] hash) {
    this.hash = hash;
  }

  private static final class Channel {
    private final int across;
    private final int down;
    private final double constant;
    private final double[] factors;

    Channel(int across, int down, double constant, double[] factors) {
      this.across = across;
      this.down = down;
      this.constant = constant;
      this.factors = factors;
    }

    double at(double x, double y) {
      double value = constant;
      int next = 0;
      for (int cy = 0; cy < down; cy++) {
        for (int cx = cy == 0 ? 1 : 0; cx * down < across * (down - cy); cx++) {
          value += factors[next++] * 2 * Math.cos(Math.PI * cx * x) * Math.cos(Math.PI * cy * y);
        }
      }
      return value;
    }
  }

  static double aspect(byte[] hash) {
    boolean landscape = (hash[4] & 0x80) != 0;
    int limit = (hash[2] & 0x80) != 0 ? 5 : 7;
    double shorter = hash[3] & 7;
    return landscape ? limit / shorter : shorter / limit;
  }

  /** Straight RGBA, each 0 to 1, of a picture decoded to this size. */
  static double[][] decode(byte[] hash, int width, int height) {
    return new ThumbhashDecoder(hash).decode(width, height);
  }

  private double[][] decode(int width, int height) {
    int colour = u8(0) | u8(1) << 8 | u8(2) << 16;
    int shape = u8(3) | u8(4) << 8;
    boolean alpha = colour >> 23 != 0;
    boolean landscape = shape >> 15 != 0;
    int limit = alpha ? 5 : 7;
    int across = Math.max(3, landscape ? limit : shape & 7);
    int down = Math.max(3, landscape ? shape & 7 : limit);
    half = alpha ? 12 : 10;
    Channel brightness = channel(across, down, (colour & 63) / 63.0, (colour >> 18 & 31) / 31.0, 1);
    Channel yellowBlue =
        channel(3, 3, (colour >> 6 & 63) / 31.5 - 1, (shape >> 3 & 63) / 63.0, 1.25);
    Channel redGreen =
        channel(3, 3, (colour >> 12 & 63) / 31.5 - 1, (shape >> 9 & 63) / 63.0, 1.25);
    Channel opacity =
        alpha
            ? channel(5, 5, (u8(5) & 15) / 15.0, (u8(5) >> 4) / 15.0, 1)
            : new Channel(1, 1, 1, new double[0]);
    double[][] pixels = new double[width * height][];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double u = (x + 0.5) / width;
        double v = (y + 0.5) / height;
        double l = brightness.at(u, v);
        double p = yellowBlue.at(u, v);
        double q = redGreen.at(u, v);
        double b = l - 2.0 / 3 * p;
        double r = (3 * l - b + q) / 2;
        pixels[y * width + x] =
            new double[] {clip(r), clip(r - q), clip(b), clip(opacity.at(u, v))};
      }
    }
    return pixels;
  }

  private Channel channel(int across, int down, double constant, double scale, double boost) {
    int count = 0;
    for (int cy = 0; cy < down; cy++) {
      for (int cx = cy == 0 ? 1 : 0; cx * down < across * (down - cy); cx++) {
        count++;
      }
    }
    double[] factors = new double[count];
    for (int i = 0; i < count; i++, half++) {
      factors[i] = ((u8(half / 2) >> (4 * (half % 2)) & 15) / 7.5 - 1) * scale * boost;
    }
    return new Channel(across, down, constant, factors);
  }

  int u8(int at) {
    return hash[at] & 0xFF;
  }

  private static double clip(double value) {
    return Math.max(0, Math.min(1, value));
  }
}
