package io.cameo.image.steps;

/**
 * What the one quality that an operator sets, a JPEG's, means to the other encoders: the number at
 * which their files look as close to the original (SSIMULACRA 2, measured by {@code ./cameo bench
 * formats} on photographs in the delivered sizes). Between the measured points lie straight lines.
 */
public final class Qualities {

  /**
   * How hard a WebP is packed, 0 to 6. All formats but JPEG and PNG are made in the background,
   * where a millisecond costs less than a byte that is delivered for years.
   */
  public static final int WEBP_EFFORT = 4;

  /**
   * How hard an AVIF is packed, 0 to 9. All sizes of a picture take a quarter of a second; with 4
   * they would take seven times as long and be 4 % smaller.
   */
  public static final int AVIF_EFFORT = 2;

  /** JPEG qualities that were measured, with the ends of the scale. */
  private static final int[] JPEG = {1, 60, 75, 85, 95, 100};

  private static final int[] WEBP = {1, 56, 74, 82, 93, 100};
  private static final int[] AVIF = {1, 53, 60, 67, 86, 100};

  private Qualities() {}

  /**
   * The quality of a WebP that looks like such a JPEG.
   *
   * @param jpeg 1 to 100
   */
  public static int webp(int jpeg) {
    return between(WEBP, jpeg);
  }

  /**
   * The quality of an AVIF that looks like such a JPEG.
   *
   * @param jpeg 1 to 100
   */
  public static int avif(int jpeg) {
    return between(AVIF, jpeg);
  }

  private static int between(int[] measured, int jpeg) {
    if (jpeg < JPEG[0] || jpeg > JPEG[JPEG.length - 1]) {
      throw new IllegalArgumentException("Quality is 1 to 100.");
    }
    int above = 1;
    while (JPEG[above] < jpeg) {
      above++;
    }
    double part = (double) (jpeg - JPEG[above - 1]) / (JPEG[above] - JPEG[above - 1]);
    return (int) Math.round(measured[above - 1] + part * (measured[above] - measured[above - 1]));
  }
}
