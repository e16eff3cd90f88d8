package io.cameo.service.limits;

import java.util.List;

/**
 * What an upload costs, or what is still to be charged or given back.
 *
 * @param bytes of the body
 * @param megapixels of the picture
 */
record Cost(double uploads, double bytes, double megapixels) {

  static final Cost NONE = new Cost(0, 0, 0);

  /** In the order of the units. */
  List<Double> numbers() {
    return List.of(uploads, bytes, megapixels);
  }

  double of(Unit unit) {
    return numbers().get(unit.ordinal());
  }

  Cost plus(Cost more) {
    return new Cost(uploads + more.uploads, bytes + more.bytes, megapixels + more.megapixels);
  }

  boolean isNothing() {
    return uploads == 0 && bytes == 0 && megapixels == 0;
  }
}
