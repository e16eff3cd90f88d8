package io.cameo.image.steps;

import io.cameo.image.Crop;
import io.cameo.image.Outcome;
import io.cameo.image.vips.Operations;
import io.cameo.image.vips.VipsImage;
import java.util.Optional;

/** Cuts the picture to the square that people look at, unless the user's square was cut already. */
public final class CropSquare implements Step {

  @Override
  public String name() {
    return "crop";
  }

  @Override
  public Optional<Outcome.Refused> run(Job job) {
    Optional<Crop> given = job.recipe().crop();
    if (given.isPresent()) {
      job.cropped(given.get());
      return Optional.empty();
    }
    VipsImage image = job.image();
    Area shown = job.shown();
    int side = Math.min(image.width(), image.height());
    int offset = Attention.offset(image.pixels(), image.width(), image.height(), image.bands());
    boolean wide = image.width() > image.height();
    if (image.width() != image.height()) {
      job.advance(Operations.extract(image, wide ? offset : 0, wide ? 0 : offset, side, side));
    }
    Area square = square(shown, offset, Math.max(image.width(), image.height()) - side);
    job.showing(square);
    job.cropped(seen(square, job));
    return Optional.empty();
  }

  /** The square of {@code shown} that begins at {@code offset} of {@code room} steps along it. */
  private static Area square(Area shown, int offset, int room) {
    int side = shown.shortSide();
    double along = room == 0 ? 0 : (double) offset / room;
    return new Area(
        shown.x() + (int) Math.round(along * (shown.width() - side)),
        shown.y() + (int) Math.round(along * (shown.height() - side)),
        side,
        side);
  }

  private static Crop seen(Area square, Job job) {
    Area seen = job.turn().seen(square, job.width(), job.height());
    return new Crop(seen.x(), seen.y(), seen.width(), 0);
  }
}
