package io.cameo.image.steps;

import io.cameo.image.Outcome;
import io.cameo.image.Refusal;
import io.cameo.image.vips.VipsFailure;
import io.cameo.image.vips.VipsImage;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells failures that the picture is to blame for from those that are our own. */
final class Damaged {

  private static final String DETAIL =
      "The picture is damaged or cut off; please choose another copy of it.";

  private Damaged() {}

  static Optional<Outcome.Refused> refused() {
    return Optional.of(new Outcome.Refused(Refusal.DAMAGED_PICTURE, DETAIL));
  }

  /**
   * What reading the picture gives, or empty when its decoder gave up.
   *
   * @throws VipsFailure when memory ran out, which is no fault of the picture
   */
  static Optional<VipsImage> read(Supplier<VipsImage> reading) {
    try {
      return Optional.of(reading.get());
    } catch (VipsFailure failure) {
      if (failure.outOfMemory()) {
        throw failure;
      }
      return Optional.empty();
    }
  }
}
