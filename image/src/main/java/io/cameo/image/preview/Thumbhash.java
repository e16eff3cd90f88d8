package io.cameo.image.preview;

/**
 * Encodes a picture as a ThumbHash: 5 to 25 bytes of low frequencies that every decoder of the
 * published format shows as a blurred preview of nearly the right shape, transparency included.
 *
 * <p>The format, from its published description: colours become one brightness and two colour
 * differences (and alpha), each of them a cosine transform cut off at a triangle of low
 * frequencies; constant parts and scales stand in a head of 5 bytes (6 with alpha), all other
 * factors in 4 bits each, the low half of a byte first.
 */
public final class Thumbhash {
  private static final int MOST_SIDE = 100;
  private static final int LARGEST_GRID = 7;
  private static final int LARGEST_GRID_WITH_ALPHA = 5;
  private static final int SMALLEST_GRID = 3;
  private static final int COLOUR_GRID = 3;
  private static final int ALPHA_GRID = 5;

  private Thumbhash() {}

  /**
   * The hash of a picture, which is best reduced to its 100 pixels beforehand.
   *
   * @param width pixels, 1 to 100
   * @param height pixels, 1 to 100
   * @param rgba straight (not premultiplied) bytes, row by row
   * @throws IllegalArgumentException when the sizes are out of range or do not fit the bytes
   */
  public static byte[] encode(int width, int height, byte[] rgba) {
    Rgba.check(width, height, rgba, MOST_SIDE);
    Planes planes = new Planes(width, height, rgba);
    boolean alpha = planes.transparent;
    int limit = alpha ? LARGEST_GRID_WITH_ALPHA : LARGEST_GRID;
    int longer = Math.max(width, height);
    int across = Math.max(1, (int) Math.round((double) limit * width / longer));
    int down = Math.max(1, (int) Math.round((double) limit * height / longer));
    boolean landscape = width > height;

    Waves brightness =
        new Waves(
            planes.brightness,
            width,
            height,
            Math.max(SMALLEST_GRID, across),
            Math.max(SMALLEST_GRID, down));
    Waves yellowBlue = new Waves(planes.yellowBlue, width, height, COLOUR_GRID, COLOUR_GRID);
    Waves redGreen = new Waves(planes.redGreen, width, height, COLOUR_GRID, COLOUR_GRID);

    int colourHead =
        round(63, brightness.constant)
            | round(31.5, 1 + yellowBlue.constant) << 6
            | round(31.5, 1 + redGreen.constant) << 12
            | round(31, brightness.scale) << 18
            | (alpha ? 1 << 23 : 0);
    int shapeHead =
        (landscape ? down : across)
            | round(63, yellowBlue.scale) << 3
            | round(63, redGreen.scale) << 9
            | (landscape ? 1 << 15 : 0);

    Waves[] factors = {brightness, yellowBlue, redGreen};
    byte[] head = {
      (byte) colourHead,
      (byte) (colourHead >> 8),
      (byte) (colourHead >> 16),
      (byte) shapeHead,
      (byte) (shapeHead >> 8)
    };
    if (alpha) {
      Waves opacity = new Waves(planes.opacity, width, height, ALPHA_GRID, ALPHA_GRID);
      int alphaHead = round(15, opacity.constant) | round(15, opacity.scale) << 4;
      factors = new Waves[] {brightness, yellowBlue, redGreen, opacity};
      head = new byte[] {head[0], head[1], head[2], head[3], head[4], (byte) alphaHead};
    }
    return join(head, factors);
  }

  private static byte[] join(byte[] head, Waves[] channels) {
    int count = 0;
    for (Waves channel : channels) {
      count += channel.factors.length;
    }
    byte[] hash = new byte[head.length + (count + 1) / 2];
    System.arraycopy(head, 0, hash, 0, head.length);
    int half = 2 * head.length;
    for (Waves channel : channels) {
      for (double factor : channel.factors) {
        hash[half >> 1] |= (byte) (round(15, factor) << (4 * (half & 1)));
        half++;
      }
    }
    return hash;
  }

  private static int round(double steps, double value) {
    return (int) Math.round(steps * value);
  }

  /** The picture as brightness and colour differences, laid over its own average colour. */
  private static final class Planes {
    private final double[] brightness;
    private final double[] yellowBlue;
    private final double[] redGreen;
    private final double[] opacity;
    private final boolean transparent;

    Planes(int width, int height, byte[] rgba) {
      int pixels = width * height;
      double[] average = new double[3];
      double visible = 0;
      for (int i = 0; i < rgba.length; i += Rgba.CHANNELS) {
        double alpha = (rgba[i + 3] & 0xFF) / 255.0;
        for (int c = 0; c < 3; c++) {
          average[c] += alpha / 255.0 * (rgba[i + c] & 0xFF);
        }
        visible += alpha;
      }
      if (visible > 0) {
        for (int c = 0; c < 3; c++) {
          average[c] /= visible;
        }
      }
      brightness = new double[pixels];
      yellowBlue = new double[pixels];
      redGreen = new double[pixels];
      opacity = new double[pixels];
      transparent = visible < pixels;
      for (int pixel = 0, i = 0; pixel < pixels; pixel++, i += Rgba.CHANNELS) {
        double alpha = (rgba[i + 3] & 0xFF) / 255.0;
        double r = average[0] * (1 - alpha) + alpha / 255.0 * (rgba[i] & 0xFF);
        double g = average[1] * (1 - alpha) + alpha / 255.0 * (rgba[i + 1] & 0xFF);
        double b = average[2] * (1 - alpha) + alpha / 255.0 * (rgba[i + 2] & 0xFF);
        brightness[pixel] = (r + g + b) / 3;
        yellowBlue[pixel] = (r + g) / 2 - b;
        redGreen[pixel] = r - g;
        opacity[pixel] = alpha;
      }
    }
  }

  /** The low frequencies of one plane. */
  private static final class Waves {
    /** The average of the plane. */
    private final double constant;

    /** All other factors, row by row of a triangle, as 0 to 1 around 0.5. */
    private final double[] factors;

    /** The largest of the factors, by which they were divided. */
    private final double scale;

    /** The transform along rows first, then along columns: a tenth of the work of both at once. */
    Waves(double[] plane, int width, int height, int across, int down) {
      double[][] rows = alongRows(plane, width, height, across);
      double[] found = new double[across * down];
      int count = 0;
      double largest = 0;
      for (int cy = 0; cy < down; cy++) {
        double[] cosines = cosines(height, cy);
        for (int cx = 0; cx * down < across * (down - cy); cx++) {
          double sum = 0;
          for (int y = 0; y < height; y++) {
            sum += rows[cx][y] * cosines[y];
          }
          double factor = sum / (width * height);
          found[count] = factor;
          if (count++ > 0) {
            largest = Math.max(largest, Math.abs(factor));
          }
        }
      }
      constant = found[0];
      scale = largest;
      factors = new double[count - 1];
      for (int i = 0; i < factors.length; i++) {
        factors[i] = scale == 0 ? 0 : 0.5 + 0.5 / scale * found[i + 1];
      }
    }

    private static double[][] alongRows(double[] plane, int width, int height, int across) {
      double[][] rows = new double[across][height];
      for (int cx = 0; cx < across; cx++) {
        double[] cosines = cosines(width, cx);
        for (int y = 0; y < height; y++) {
          double sum = 0;
          for (int x = 0, i = y * width; x < width; x++, i++) {
            sum += plane[i] * cosines[x];
          }
          rows[cx][y] = sum;
        }
      }
      return rows;
    }

    private static double[] cosines(int length, int frequency) {
      double[] cosines = new double[length];
      for (int i = 0; i < length; i++) {
        cosines[i] = Math.cos(Math.PI / length * frequency * (i + 0.5));
      }
      return cosines;
    }
  }
}
