package io.cameo.service.fallback.drawing;

import java.util.Arrays;

/**
 * A closed shape of lines and curves in the unit square, y downwards. Contours that run the other
 * way round cut holes.
 */
public final class Outline {

  /** Of a circle's radius, how far the control points of a quarter stand off. */
  private static final double QUARTER = 0.5522847498;

  /** Receives the contours one by one. */
  interface Pen {
    void move(double x, double y);

    void line(double x, double y);

    void curve(double x1, double y1, double x2, double y2, double x, double y);
  }

  private static final byte MOVE = 0;
  private static final byte LINE = 1;
  private static final byte CURVE = 2;

  private byte[] steps = new byte[16];
  private double[] points = new double[64];
  private int stepCount;
  private int pointCount;
  private double lastX;
  private double lastY;

  public Outline move(double x, double y) {
    step(MOVE, x, y);
    return this;
  }

  public Outline line(double x, double y) {
    step(LINE, x, y);
    return this;
  }

  /** A cubic curve. */
  public Outline curve(double x1, double y1, double x2, double y2, double x, double y) {
    step(CURVE, x1, y1, x2, y2, x, y);
    return this;
  }

  /** A curve with one control point, as fonts of TrueType have them. */
  public Outline curve(double x1, double y1, double x, double y) {
    double third = 2.0 / 3;
    return curve(
        lastX + third * (x1 - lastX),
        lastY + third * (y1 - lastY),
        x + third * (x1 - x),
        y + third * (y1 - y),
        x,
        y);
  }

  private void step(byte kind, double... to) {
    if (stepCount == steps.length) {
      steps = Arrays.copyOf(steps, 2 * stepCount);
    }
    if (pointCount + to.length > points.length) {
      points = Arrays.copyOf(points, 2 * points.length);
    }
    steps[stepCount++] = kind;
    System.arraycopy(to, 0, points, pointCount, to.length);
    pointCount += to.length;
    lastX = to[to.length - 2];
    lastY = to[to.length - 1];
  }

  public static Outline circle(double x, double y, double radius) {
    return ellipse(x, y, radius, radius);
  }

  public static Outline ellipse(double x, double y, double across, double down) {
    double u = across * QUARTER;
    double v = down * QUARTER;
    return new Outline()
        .move(x + across, y)
        .curve(x + across, y + v, x + u, y + down, x, y + down)
        .curve(x - u, y + down, x - across, y + v, x - across, y)
        .curve(x - across, y - v, x - u, y - down, x, y - down)
        .curve(x + u, y - down, x + across, y - v, x + across, y);
  }

  public static Outline box(double x, double y, double width, double height) {
    return polygon(x, y, x + width, y, x + width, y + height, x, y + height);
  }

  /** A box with round corners. */
  public static Outline box(double x, double y, double width, double height, double radius) {
    double r = Math.min(radius, Math.min(width, height) / 2);
    double c = r * (1 - QUARTER);
    double right = x + width;
    double bottom = y + height;
    return new Outline()
        .move(x + r, y)
        .line(right - r, y)
        .curve(right - c, y, right, y + c, right, y + r)
        .line(right, bottom - r)
        .curve(right, bottom - c, right - c, bottom, right - r, bottom)
        .line(x + r, bottom)
        .curve(x + c, bottom, x, bottom - c, x, bottom - r)
        .line(x, y + r)
        .curve(x, y + c, x + c, y, x + r, y);
  }

  /** Corners as x and y in turn. */
  public static Outline polygon(double... corners) {
    Outline outline = new Outline().move(corners[0], corners[1]);
    for (int i = 2; i < corners.length; i += 2) {
      outline.line(corners[i], corners[i + 1]);
    }
    return outline;
  }

  /** This outline and the other one as one shape. */
  public Outline and(Outline other) {
    return append(other, 1, 0, 0, 1, 0, 0);
  }

  /** Adds the other outline, each point at (a·x + c·y + e, b·x + d·y + f). */
  public Outline append(Outline other, double a, double b, double c, double d, double e, double f) {
    double[] moved = new double[other.pointCount];
    for (int i = 0; i < moved.length; i += 2) {
      double x = other.points[i];
      double y = other.points[i + 1];
      moved[i] = a * x + c * y + e;
      moved[i + 1] = b * x + d * y + f;
    }
    int at = 0;
    for (int i = 0; i < other.stepCount; i++) {
      int count = other.steps[i] == CURVE ? 6 : 2;
      step(other.steps[i], Arrays.copyOfRange(moved, at, at + count));
      at += count;
    }
    return this;
  }

  /** The same shape in the mirror that stands upright at x = ½. */
  public Outline mirrored() {
    return new Outline().append(this, -1, 0, 0, 1, 1, 0);
  }

  /** This shape and the same in the mirror. */
  public Outline onBothSides() {
    return new Outline().and(this).and(mirrored());
  }

  public boolean isEmpty() {
    return stepCount == 0;
  }

  /** Left, top, right and bottom of all points; control points may stand outside the shape. */
  public double[] bounds() {
    double[] box = {
      Double.POSITIVE_INFINITY,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.NEGATIVE_INFINITY
    };
    for (int i = 0; i < pointCount; i += 2) {
      box[0] = Math.min(box[0], points[i]);
      box[1] = Math.min(box[1], points[i + 1]);
      box[2] = Math.max(box[2], points[i]);
      box[3] = Math.max(box[3], points[i + 1]);
    }
    return box;
  }

  void draw(Pen pen) {
    int at = 0;
    for (int i = 0; i < stepCount; i++) {
      double x = points[at];
      double y = points[at + 1];
      switch (steps[i]) {
        case MOVE -> pen.move(x, y);
        case LINE -> pen.line(x, y);
        default -> {
          pen.curve(x, y, points[at + 2], points[at + 3], points[at + 4], points[at + 5]);
          at += 4;
        }
      }
      at += 2;
    }
  }
}
