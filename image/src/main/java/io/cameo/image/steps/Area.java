package io.cameo.image.steps;

/**
 * A rectangle of pixels.
 *
 * @param x distance from the left edge
 * @param y distance from the top edge
 * @param width 1 or more
 * @param height 1 or more
 */
record Area(int x, int y, int width, int height) {

  /** The shorter side: that of the largest square in it. */
  int shortSide() {
    return Math.min(width, height);
  }

  boolean isSquare() {
    return width == height;
  }

  /** Whether all of {@code inner} lies in an area of this size that begins at 0, 0. */
  static boolean holds(int width, int height, Area inner) {
    return inner.x >= 0
        && inner.y >= 0
        && (long) inner.x + inner.width <= width
        && (long) inner.y + inner.height <= height;
  }

  /**
   * This area of a picture of {@code from} pixels, in the same picture at {@code to} pixels: edges
   * go to the nearest pixel and at least one pixel stays. A square stays square.
   */
  Area rescaled(int fromWidth, int fromHeight, int toWidth, int toHeight) {
    int newWidth = clamp(round((double) width * toWidth / fromWidth), 1, toWidth);
    int newHeight = clamp(round((double) height * toHeight / fromHeight), 1, toHeight);
    if (isSquare()) {
      newWidth = Math.min(newWidth, newHeight);
      newHeight = newWidth;
    }
    int newX = clamp(round((double) x * toWidth / fromWidth), 0, toWidth - newWidth);
    int newY = clamp(round((double) y * toHeight / fromHeight), 0, toHeight - newHeight);
    return new Area(newX, newY, newWidth, newHeight);
  }

  private static int round(double value) {
    return (int) Math.round(value);
  }

  private static int clamp(int value, int least, int most) {
    return Math.clamp(value, least, most);
  }
}
