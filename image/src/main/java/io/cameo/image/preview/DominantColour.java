package io.cameo.image.preview;

import java.util.Locale;

/**
 * The colour that most of a picture has: the average of the fullest cell of a coarse histogram, so
 * that it is a colour of the picture and not, as an average of everything, a grey between.
 */
public final class DominantColour {
  private static final int MOST_SIDE = 4096;

  /** Bits of each channel that name a cell: 8 x 8 x 8 cells. */
  private static final int CELL_BITS = 3;

  /** White is what shows through where a picture is transparent. */
  private static final String NOTHING_VISIBLE = "#ffffff";

  private DominantColour() {}

  /**
   * The dominant colour; the same bytes always give the same.
   *
   * <p>A pixel counts by its opacity, and a fully saturated one twice as much as a grey one,
   * because a coloured subject on a grey wall is remembered by its colour.
   *
   * @param width pixels, 1 to 4096
   * @param height pixels, 1 to 4096
   * @param rgba straight (not premultiplied) bytes, row by row
   * @return {@code #rrggbb} in lower case; white when nothing is visible
   * @throws IllegalArgumentException when the sizes do not fit the bytes
   */
  public static String of(int width, int height, byte[] rgba) {
    Rgba.check(width, height, rgba, MOST_SIDE);
    int cells = 1 << (3 * CELL_BITS);
    long[] weight = new long[cells];
    long[] red = new long[cells];
    long[] green = new long[cells];
    long[] blue = new long[cells];
    for (int i = 0; i < rgba.length; i += Rgba.CHANNELS) {
      int r = rgba[i] & 0xFF;
      int g = rgba[i + 1] & 0xFF;
      int b = rgba[i + 2] & 0xFF;
      int alpha = rgba[i + 3] & 0xFF;
      int chroma = Math.max(r, Math.max(g, b)) - Math.min(r, Math.min(g, b));
      long w = (long) alpha * (255 + chroma);
      int cell = (top(r) << CELL_BITS | top(g)) << CELL_BITS | top(b);
      weight[cell] += w;
      red[cell] += w * r;
      green[cell] += w * g;
      blue[cell] += w * b;
    }
    int best = 0;
    for (int cell = 1; cell < cells; cell++) {
      if (weight[cell] > weight[best]) {
        best = cell;
      }
    }
    long w = weight[best];
    if (w == 0) {
      return NOTHING_VISIBLE;
    }
    return String.format(
        Locale.ROOT,
        "#%02x%02x%02x",
        (red[best] + w / 2) / w,
        (green[best] + w / 2) / w,
        (blue[best] + w / 2) / w);
  }

  private static int top(int channel) {
    return channel >> (8 - CELL_BITS);
  }
}
