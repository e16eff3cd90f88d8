package io.cameo.service.ops.smoke;

import java.util.Locale;

/** How a step ended. */
enum Outcome {
  PASSED,
  FAILED,
  /** It could not be tried, and says why. */
  SKIPPED;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
