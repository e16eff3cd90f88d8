package io.cameo.image.steps;

import io.cameo.image.ImageType;
import io.cameo.image.Outcome;
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
    PictureFacts facts = job.facts();
    Area whole = new Area(0, 0, facts.width(), facts.height());
    Area wanted =
        job.recipe()
            .crop()
            .map(crop -> job.turn().stored(Admit.area(crop), facts.width(), facts.height()))
            .orElse(whole);
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
