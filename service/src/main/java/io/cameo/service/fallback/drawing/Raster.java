package io.cameo.service.fallback.drawing;

import java.util.Arrays;

/**
 * Draws shapes with smooth edges: every line adds the area to its right to the pixels it crosses,
 * and the sum along a row is how much of each pixel is covered. It works in strips of a few rows,
 * so that a large picture needs no more memory than its palette's indices.
 */
final class Raster implements Outline.Pen {

  private static final int STRIP = 32;

  /** Steps of coverage; few enough that a picture's colours fit into a palette. */
  private static final int LEVELS = 16;

  private final int size;
  private final float[] area;
  private final int[] row;

  /** Where the strip begins, and how many rows it has. */
  private int top;

  private int rows;

  /** The columns of the strip that the present shape touches. */
  private int left;

  private int right;
  private double startX;
  private double startY;
  private double x;
  private double y;

  Raster(int size) {
    this.size = size;
    this.area = new float[STRIP * (size + 2)];
    this.row = new int[STRIP * size];
  }

  Pixels draw(Drawing drawing) {
    Colours colours = new Colours(!drawing.hasGround());
    byte[] index = new byte[size * size];
    for (top = 0; top < size; top += STRIP) {
      rows = Math.min(STRIP, size - top);
      Arrays.fill(row, 0, rows * size, drawing.hasGround() ? drawing.ground() : Colours.CLEAR);
      for (Drawing.Layer layer : drawing.layers()) {
        paint(layer);
      }
      colours.index(row, rows * size, index, top * size);
    }
    return new Pixels(size, index, colours.palette(), !drawing.hasGround());
  }

  private void paint(Drawing.Layer layer) {
    double[] box = layer.outline().bounds();
    if (box[3] * size <= top || box[1] * size >= top + rows) {
      return;
    }
    // One more on each side: the last bit of a curve's point may be rounded over the edge.
    left = Math.clamp((long) Math.floor(box[0] * size) - 1, 0, size - 1);
    right = Math.clamp((long) Math.ceil(box[2] * size) + 2, left, size);
    layer.outline().draw(this);
    close();
    startX = x = startY = y = 0;
    for (int r = 0; r < rows; r++) {
      float sum = 0;
      int from = r * (size + 2);
      for (int column = left; column < right; column++) {
        sum += area[from + column];
        area[from + column] = 0;
        int level = Math.min(LEVELS, (int) (Math.abs(sum) * LEVELS + 0.5f));
        if (level > 0) {
          int at = r * size + column;
          row[at] = level == LEVELS ? layer.rgb() : mix(row[at], layer.rgb(), level);
        }
      }
      Arrays.fill(area, from + right, from + Math.min(right + 2, size + 2), 0);
    }
  }

  private static int mix(int under, int over, int level) {
    if (under == Colours.CLEAR) {
      return over;
    }
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = under >> shift & 0xff;
      int b = over >> shift & 0xff;
      mixed |= ((a * (LEVELS - level) + b * level + LEVELS / 2) / LEVELS) << shift;
    }
    return mixed;
  }

  @Override
  public void move(double toX, double toY) {
    close();
    startX = x = toX * size;
    startY = y = toY * size - top;
  }

  private void close() {
    edge(x, y, startX, startY);
    x = startX;
    y = startY;
  }

  @Override
  public void line(double toX, double toY) {
    double nextX = toX * size;
    double nextY = toY * size - top;
    edge(x, y, nextX, nextY);
    x = nextX;
    y = nextY;
  }

  @Override
  public void curve(double x1, double y1, double x2, double y2, double toX, double toY) {
    double fromX = x / size;
    double fromY = (y + top) / size;
    double bend =
        Math.abs(fromX - 2 * x1 + x2)
            + Math.abs(fromY - 2 * y1 + y2)
            + Math.abs(x1 - 2 * x2 + toX)
            + Math.abs(y1 - 2 * y2 + toY);
    // As many lines as keep the curve within a twentieth of a pixel.
    int lines = Math.clamp((long) Math.ceil(Math.sqrt(bend * size * 4)), 1, 64);
    for (int i = 1; i <= lines; i++) {
      double t = (double) i / lines;
      double s = 1 - t;
      double a = s * s * s;
      double b = 3 * s * s * t;
      double c = 3 * s * t * t;
      double d = t * t * t;
      line(a * fromX + b * x1 + c * x2 + d * toX, a * fromY + b * y1 + c * y2 + d * toY);
    }
  }

  /** Adds a line, in pixels from the strip's top. */
  private void edge(double fromX, double fromY, double toX, double toY) {
    if (fromY == toY || Math.max(fromY, toY) <= 0 || Math.min(fromY, toY) >= rows) {
      return;
    }
    double direction = fromY < toY ? 1 : -1;
    double upperX = direction > 0 ? fromX : toX;
    double upperY = Math.min(fromY, toY);
    double lowerY = Math.max(fromY, toY);
    double slope = (toX - fromX) / (toY - fromY);
    int last = Math.min(rows - 1, (int) Math.ceil(lowerY) - 1);
    for (int r = Math.max(0, (int) Math.floor(upperY)); r <= last; r++) {
      double y0 = Math.max(r, upperY);
      double y1 = Math.min(r + 1, lowerY);
      double xa = upperX + (y0 - upperY) * slope;
      double xb = upperX + (y1 - upperY) * slope;
      span(r * (size + 2), direction * (y1 - y0), Math.min(xa, xb), Math.max(xa, xb));
    }
  }

  /**
   * Spreads a line's piece within one row over the columns it crosses.
   *
   * @param height its height, negative when it runs upwards
   */
  private void span(int from, double height, double xa, double xb) {
    double x0 = Math.clamp(xa, 0, size);
    double x1 = Math.clamp(xb, 0, size);
    int first = (int) x0;
    int last = (int) Math.ceil(x1);
    if (last <= first + 1) {
      double covered = height * (1 - ((x0 + x1) / 2 - first));
      area[from + first] += (float) covered;
      area[from + first + 1] += (float) (height - covered);
      return;
    }
    double per = height / (x1 - x0);
    for (int column = first; column < last; column++) {
      double a = Math.max(x0, column);
      double b = Math.min(x1, column + 1);
      double middle = (a + b) / 2 - column;
      area[from + column] += (float) (per * (b - a) * (1 - middle));
      area[from + column + 1] += (float) (per * (b - a) * middle);
    }
  }
}
