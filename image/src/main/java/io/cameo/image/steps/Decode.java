package io.cameo.image.steps;

import io.cameo.image.Crop;
import io.cameo.image.ImageType;
import io.cameo.image.Outcome;
import io.cameo.image.Refusal;
import io.cameo.image.sniff.PictureFacts;
import io.cameo.image.vips.Decoder;
import io.cameo.image.vips.VipsImage;
import java.util.Optional;

/**
 * Opens the picture with the decoder of its type, at the smallest scale that the decoder can give
 * by itself and that still has a pixel for every pixel needed. Nothing is decoded yet.
 *
 * <p>A JPEG's coefficients must all be read at any scale, which is most of the cost; but at a
 * quarter of the size a sixteenth of the pixels has to be made of them.
 */
public final class Decode implements Step {

  @Override
  public String name() {
    return "decode";
  }

  @Override
  public Optional<Outcome.Refused> run(Job job) {
    return job.facts().type() == ImageType.AVIF ? openTurned(job) : openReduced(job);
  }

  /**
   * An AVIF's decoder turns and cuts the picture as its container says; nobody else looks there.
   */
  private static Optional<Outcome.Refused> openTurned(Job job) {
    Optional<VipsImage> opened = Damaged.read(() -> Decoder.avif(job.picture()));
    if (opened.isEmpty()) {
      return Damaged.refused();
    }
    VipsImage image = opened.get();
    job.advance(image);
    if ((long) image.width() * image.height() > job.facts().pixels()) {
      return Damaged.refused();
    }
    job.storedAs(image.width(), image.height());
    job.showing(wanted(job));
    return outside(job);
  }

  private static Optional<Outcome.Refused> openReduced(Job job) {
    PictureFacts facts = job.facts();
    job.storedAs(facts.width(), facts.height());
    Optional<Outcome.Refused> outside = outside(job);
    if (outside.isPresent()) {
      return outside;
    }
    Area wanted = wanted(job);
    int side = wanted.shortSide();
    int shrink = shrink(facts, side, job.needed(side));
    Optional<VipsImage> opened = Damaged.read(() -> open(job, shrink));
    if (opened.isEmpty()) {
      return Damaged.refused();
    }
    job.advance(opened.get());
    job.showing(wanted);
    return agrees(facts, shrink, opened.get()) ? Optional.empty() : Damaged.refused();
  }

  /** The user's square in the picture as stored, or all of it when there is none. */
  private static Area wanted(Job job) {
    return job.recipe()
        .crop()
        .map(crop -> job.turn().stored(area(crop), job.width(), job.height()))
        .orElse(new Area(0, 0, job.width(), job.height()));
  }

  /** The user's square is given in the picture as seen after the user's own turn. */
  private static Optional<Outcome.Refused> outside(Job job) {
    boolean swap = job.turn().swap();
    int width = swap ? job.height() : job.width();
    int height = swap ? job.width() : job.height();
    return job.recipe()
        .crop()
        .filter(crop -> !Area.holds(width, height, area(crop)))
        .map(
            crop ->
                new Outcome.Refused(
                    Refusal.BAD_CROP,
                    "The crop does not lie inside the picture, which has "
                        + width
                        + " x "
                        + height
                        + " pixels after turning."));
  }

  private static Area area(Crop crop) {
    return new Area(crop.x(), crop.y(), crop.size(), crop.size());
  }

  /** How far the decoder may reduce {@code side} pixels of which {@code needed} must stay. */
  static int shrink(PictureFacts facts, int side, int needed) {
    boolean reducible =
        facts.type() == ImageType.JPEG
            || (facts.type() == ImageType.WEBP && !facts.samples().alpha());
    int shrink = 1;
    while (reducible && shrink < 8 && side / (shrink * 2) >= needed) {
      shrink *= 2;
    }
    return shrink;
  }

  private static VipsImage open(Job job, int shrink) {
    return switch (job.facts().type()) {
      case JPEG -> Decoder.jpeg(job.picture(), shrink);
      case PNG -> Decoder.png(job.picture());
      case GIF -> Decoder.gif(job.picture());
      case WEBP -> Decoder.webp(job.picture(), 1.0 / shrink);
      case AVIF -> Decoder.avif(job.picture());
    };
  }

  /** Whether the decoder sees the picture that was admitted, to a pixel lost by rounding. */
  private static boolean agrees(PictureFacts facts, int shrink, VipsImage image) {
    return agrees(facts.width(), shrink, image.width())
        && agrees(facts.height(), shrink, image.height());
  }

  private static boolean agrees(int stored, int shrink, int decoded) {
    return decoded >= stored / shrink && decoded <= (stored + shrink - 1) / shrink;
  }
}
