package io.cameo.image;

/**
 * The square that the user chose, in pixels of the picture as the user sees it: oriented by its own
 * tag, then turned by {@code rotate}, then cut.
 *
 * @param x distance of the square's left edge from the picture's left edge, 0 or more
 * @param y distance of the square's top edge from the picture's top edge, 0 or more
 * @param size side of the square, 1 or more
 * @param rotate clockwise turn in degrees before cutting: 0, 90, 180 or 270
 */
public record Crop(int x, int y, int size, int rotate) {

  /**
   * Refuses squares that no picture could hold; whether the square lies inside one picture is the
   * pipeline's business ({@link Refusal#BAD_CROP}).
   *
   * @throws IllegalArgumentException with a sentence for the caller
   */
  public Crop {
    if (x < 0 || y < 0 || size < 1) {
      throw new IllegalArgumentException(
          "The crop needs x and y of 0 or more and a size of 1 or more.");
    }
    if (rotate != 0 && rotate != 90 && rotate != 180 && rotate != 270) {
      throw new IllegalArgumentException("The crop turns by 0, 90, 180 or 270 degrees only.");
    }
  }
}
