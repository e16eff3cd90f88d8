package io.cameo.image.steps;

import io.cameo.image.Outcome;
import io.cameo.image.vips.Operations;
import io.cameo.image.vips.VipsImage;
import java.util.Optional;

/**
 * Cuts away what is not needed and reduces the rest to the largest size needed, in the order in
 * which the decoder gives the rows, so that the picture is never held at full size.
 *
 * <p>The user's square is cut here, in the picture as stored: turning and colouring a small square
 * later is far cheaper than doing it to all pixels now. Without one the whole picture is reduced,
 * so that the square can be chosen by looking at it.
 */
public final class Reduce implements Step {

  /**
   * How many squares long a picture may be when the square is chosen by looking. What is beyond is
   * cut off at both ends, because the reduced picture is held in memory.
   */
  private static final int MOST_SQUARES = 4;

  @Override
  public String name() {
    return "reduce";
  }

  @Override
  public Optional<Outcome.Refused> run(Job job) {
    Area wanted = middle(job.shown());
    job.showing(wanted);

    VipsImage image = job.image();
    Area part = wanted.rescaled(job.width(), job.height(), image.width(), image.height());
    if (part.width() != image.width() || part.height() != image.height()) {
      job.advance(Operations.extract(image, part.x(), part.y(), part.width(), part.height()));
    }
    int side = part.shortSide();
    int target = Math.min(side, job.needed(wanted.shortSide()));
    if (target < side) {
      int width = (int) Math.round((double) part.width() * target / side);
      int height = (int) Math.round((double) part.height() * target / side);
      job.advance(Operations.resize(job.image(), width, height));
    }
    return Optional.empty();
  }

  /** The middle of an area that is too long to look at as a whole. */
  private static Area middle(Area area) {
    int longest = area.shortSide() * MOST_SQUARES;
    int width = Math.min(area.width(), longest);
    int height = Math.min(area.height(), longest);
    return new Area(
        area.x() + (area.width() - width) / 2,
        area.y() + (area.height() - height) / 2,
        width,
        height);
  }
}
