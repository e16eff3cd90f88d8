package io.cameo.service.fallback.file;

import io.cameo.service.fallback.drawing.Pixels;
import java.util.Arrays;

/** Writes a baseline JPEG with full colour resolution (ITU-T T.81). */
public final class JpegFile {

  private static final int SIDE = 8;
  private static final int AREA = SIDE * SIDE;

  /** Steps of quantisation for brightness: fine for what the eye sees, coarser towards detail. */
  private static final int[] BRIGHTNESS = steps(2, 3);

  private static final int[] COLOUR = steps(3, 5);

  /** The order of the coefficients: diagonals, to and fro. */
  private static final int[] ZIGZAG = zigzag();

  /** COSINE[u][x], scaled so that the transform keeps lengths. */
  private static final double[][] COSINE = cosine();

  private final Pixels pixels;
  private final int[] brightness;
  private final int[] blue;
  private final int[] red;
  private final JpegCodes codes = new JpegCodes();
  private final byte[] colours = new byte[AREA];
  private final double[] block = new double[AREA];
  private final double[] half = new double[AREA];
  private final int[] coefficients = new int[AREA];

  private JpegFile(Pixels pixels) {
    this.pixels = pixels;
    int[] palette = pixels.palette();
    this.brightness = new int[palette.length];
    this.blue = new int[palette.length];
    this.red = new int[palette.length];
    for (int i = 0; i < palette.length; i++) {
      int r = palette[i] >> 16 & 0xff;
      int g = palette[i] >> 8 & 0xff;
      int b = palette[i] & 0xff;
      // In 65,536ths, as JFIF has them.
      brightness[i] = ((19_595 * r + 38_470 * g + 7_471 * b + 32_768) >> 16) - 128;
      blue[i] = (-11_059 * r - 21_709 * g + 32_768 * b + 32_768) >> 16;
      red[i] = (32_768 * r - 27_439 * g - 5_329 * b + 32_768) >> 16;
    }
  }

  public static byte[] of(Pixels pixels) {
    return new JpegFile(pixels).write();
  }

  private byte[] write() {
    Bytes file = new Bytes();
    file.addAll(
        new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F'});
    file.addAll(new byte[] {0, 1, 1, 0, 0, 1, 0, 1, 0, 0});
    tableOfSteps(file, 0, BRIGHTNESS);
    tableOfSteps(file, 1, COLOUR);
    segment(file, 0xc0, 17);
    file.add(8);
    file.addShort(pixels.size());
    file.addShort(pixels.size());
    file.addAll(new byte[] {3, 1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1});
    JpegCodes.tables(file);
    segment(file, 0xda, 12);
    file.addAll(new byte[] {3, 1, 0, 2, 0, 3, 0, 0, 63, 0});
    scan();
    file.addAll(codes.toBytes());
    file.addShort(0xffd9);
    return file.toBytes();
  }

  static void segment(Bytes file, int marker, int length) {
    file.addShort(0xff00 | marker);
    file.addShort(length);
  }

  private static void tableOfSteps(Bytes file, int number, int[] steps) {
    segment(file, 0xdb, 67);
    file.add(number);
    for (int at : ZIGZAG) {
      file.add(steps[at]);
    }
  }

  private void scan() {
    int[] last = new int[3];
    int blocks = (pixels.size() + SIDE - 1) / SIDE;
    for (int y = 0; y < blocks; y++) {
      for (int x = 0; x < blocks; x++) {
        fetch(x * SIDE, y * SIDE);
        boolean flat = isFlat();
        last[0] = block(flat, brightness, BRIGHTNESS, last[0]);
        last[1] = block(flat, blue, COLOUR, last[1]);
        last[2] = block(flat, red, COLOUR, last[2]);
      }
    }
  }

  /** Fetches the colours of a block; beyond the edge, those of the edge. */
  private void fetch(int left, int top) {
    int size = pixels.size();
    for (int y = 0; y < SIDE; y++) {
      int row = Math.min(top + y, size - 1) * size;
      int inside = Math.min(SIDE, size - left);
      System.arraycopy(pixels.index(), row + left, colours, y * SIDE, inside);
      Arrays.fill(colours, y * SIDE + inside, (y + 1) * SIDE, pixels.index()[row + size - 1]);
    }
  }

  private boolean isFlat() {
    return Arrays.mismatch(colours, 0, AREA - 1, colours, 1, AREA) < 0;
  }

  /** Writes one block of one component and tells its mean, which the next one starts from. */
  private int block(boolean flat, int[] component, int[] steps, int before) {
    Arrays.fill(coefficients, 0);
    if (flat) {
      coefficients[0] = quantised(SIDE * component[colours[0] & 0xff], steps[0]);
    } else {
      for (int i = 0; i < AREA; i++) {
        block[i] = component[colours[i] & 0xff];
      }
      transform(block, half);
      transform(half, block);
      for (int i = 0; i < AREA; i++) {
        int at = ZIGZAG[i];
        coefficients[i] = quantised(block[at], steps[at]);
      }
    }
    codes.block(coefficients, before);
    return coefficients[0];
  }

  private static int quantised(double value, int step) {
    return (int) Math.floor(value / step + 0.5);
  }

  /** The cosine transform of each row, laid down as a column: twice, and the block is done. */
  private static void transform(double[] from, double[] to) {
    for (int y = 0; y < SIDE; y++) {
      int row = y * SIDE;
      for (int x = 0; x < SIDE / 2; x++) {
        double a = from[row + x];
        double b = from[row + SIDE - 1 - x];
        from[row + x] = a + b;
        from[row + SIDE - 1 - x] = a - b;
      }
      for (int u = 0; u < SIDE; u++) {
        double sum = 0;
        for (int x = 0; x < SIDE / 2; x++) {
          sum += COSINE[u][x] * from[row + (u % 2 == 0 ? x : SIDE - 1 - x)];
        }
        to[u * SIDE + y] = sum;
      }
    }
  }

  private static double[][] cosine() {
    double[][] cosine = new double[SIDE][SIDE];
    for (int u = 0; u < SIDE; u++) {
      for (int x = 0; x < SIDE; x++) {
        double scale = u == 0 ? StrictMath.sqrt(1.0 / SIDE) : StrictMath.sqrt(2.0 / SIDE);
        cosine[u][x] = scale * StrictMath.cos((2 * x + 1) * u * StrictMath.PI / (2 * SIDE));
      }
    }
    return cosine;
  }

  private static int[] steps(int first, int perDiagonal) {
    int[] steps = new int[AREA];
    for (int i = 0; i < AREA; i++) {
      steps[i] = first + perDiagonal * (i % SIDE + i / SIDE) / 3;
    }
    return steps;
  }

  private static int[] zigzag() {
    int[] order = new int[AREA];
    int at = 0;
    for (int diagonal = 0; diagonal < 2 * SIDE - 1; diagonal++) {
      for (int i = 0; i <= diagonal; i++) {
        int x = diagonal % 2 == 0 ? i : diagonal - i;
        int y = diagonal - x;
        if (x < SIDE && y < SIDE) {
          order[at++] = y * SIDE + x;
        }
      }
    }
    return order;
  }
}
