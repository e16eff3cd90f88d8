package io.cameo.bench.formats;

import java.util.function.IntFunction;

/**
 * Where a format looks the same as something else.
 *
 * @param quality at which it does, between two whole ones
 * @param bytes that it has there
 */
record EqualLooks(double quality, double bytes) {

  /**
   * Searches it, for a format that looks better with every quality.
   *
   * @param score of what it is to look like
   * @param encoded what the format is at each quality from 1 to 100
   */
  static EqualLooks search(double score, IntFunction<Square.Encoded> encoded) {
    int low = 1;
    int high = 100;
    Square.Encoded under = encoded.apply(low);
    Square.Encoded over = encoded.apply(high);
    while (high - low > 1) {
      int middle = (low + high) / 2;
      Square.Encoded found = encoded.apply(middle);
      if (found.score() < score) {
        low = middle;
        under = found;
      } else {
        high = middle;
        over = found;
      }
    }
    double part = Math.clamp((score - under.score()) / (over.score() - under.score()), 0.0, 1.0);
    double logarithm = Math.log(under.bytes());
    return new EqualLooks(
        low + part, Math.exp(logarithm + part * (Math.log(over.bytes()) - logarithm)));
  }
}
