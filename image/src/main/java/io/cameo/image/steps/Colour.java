package io.cameo.image.steps;

import io.cameo.image.Outcome;
import io.cameo.image.vips.Operations;
import io.cameo.image.vips.VipsFailure;
import io.cameo.image.vips.VipsImage;
import java.util.Optional;

/**
 * Brings the picture to sRGB of 8 bits through its own profile, or as what it says it is when it
 * has no profile or a broken one; then decodes it. All pixels of the upload are read here, once,
 * through the steps before; from here on there is a small bare picture in memory.
 */
public final class Colour implements Step {

  @Override
  public String name() {
    return "colour";
  }

  @Override
  public Optional<Outcome.Refused> run(Job job) {
    Optional<VipsImage> coloured = Damaged.read(() -> pixels(job.image()));
    if (coloured.isEmpty()) {
      return Damaged.refused();
    }
    job.advance(coloured.get());
    return coloured.get().bands() == 3 || coloured.get().bands() == 4
        ? Optional.empty()
        : Damaged.refused();
  }

  private static VipsImage pixels(VipsImage picture) {
    if (picture.hasProfile()) {
      try (VipsImage converted = byProfile(picture)) {
        return converted.toMemory();
      }
    }
    if (picture.isSrgb()) {
      return picture.toMemory();
    }
    try (VipsImage converted = Operations.toSrgb(picture)) {
      return converted.toMemory();
    }
  }

  private static VipsImage byProfile(VipsImage picture) {
    try {
      return Operations.profileToSrgb(picture);
    } catch (VipsFailure brokenProfile) {
      return Operations.toSrgb(picture);
    }
  }
}
