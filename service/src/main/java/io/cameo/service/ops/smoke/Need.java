package io.cameo.service.ops.smoke;

import java.util.Optional;

/** What a step cannot be tried without. */
enum Need {
  NOTHING,
  /** It was reached, and takes uploads. */
  SYSTEM,
  /** A picture was uploaded. */
  PICTURE,
  /** It was replaced by another. */
  REPLACED;

  /** Why the step cannot be tried, when it cannot. */
  Optional<String> missing(SmokeRun run) {
    boolean there =
        switch (this) {
          case NOTHING -> true;
          case SYSTEM -> run.facts().isPresent();
          case PICTURE -> run.first().isPresent();
          case REPLACED -> run.second().isPresent();
        };
    return there
        ? Optional.empty()
        : Optional.of(
            switch (this) {
              case NOTHING, SYSTEM -> "the system was not reached, or takes no uploads";
              case PICTURE -> "no picture was taken";
              case REPLACED -> "no second picture was taken";
            });
  }
}
