package io.cameo.bench.quality;

/** A picture that others are compared with. */
public interface Looks {

  /**
   * How close another picture of the same size comes to it: more is closer.
   *
   * @param rgba row by row, four bytes a pixel, sRGB and alpha
   */
  double score(byte[] rgba);
}
