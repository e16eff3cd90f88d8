package io.cameo.image.steps;

import io.cameo.image.Outcome;
import io.cameo.image.preview.DominantColour;
import io.cameo.image.preview.Thumbhash;
import io.cameo.image.vips.VipsImage;
import java.util.Optional;

/** Sums the picture up in a thumbhash and one colour, from the smallest square there is. */
public final class Preview implements Step {

  /** A larger picture tells a thumbhash nothing more; its own limit is 100. */
  private static final int LARGEST = 64;

  @Override
  public String name() {
    return "preview";
  }

  @Override
  public Optional<Outcome.Refused> run(Job job) {
    VipsImage smallest = job.levels().get(side(job.recipe().sizes().getLast()));
    if (smallest == null) {
      throw new IllegalStateException("The preview was not scaled.");
    }
    byte[] rgba = smallest.rgba();
    int side = smallest.width();
    job.previewed(Thumbhash.encode(side, side, rgba), DominantColour.of(side, side, rgba));
    return Optional.empty();
  }

  /** The side of the picture to sum up, in pixels, when the smallest rendition has this one. */
  static int side(int smallest) {
    return Math.min(smallest, LARGEST);
  }
}
