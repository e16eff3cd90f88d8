package io.cameo.image.sniff;

import io.cameo.image.ImageType;
import io.cameo.image.Refusal;
import java.util.Optional;

/** The limits on what a walked picture may cost to decode. */
public final class Admission {
  /**
   * Bytes of decoder memory granted for each pixel of the limit: what a progressive RGB JPEG needs,
   * whose coefficients are kept in 2 bytes for each of 3 channels.
   */
  private static final int BYTES_PER_PIXEL = 6;

  private static final int BYTES_PER_COEFFICIENT = 2;

  private Admission() {}

  /**
   * Whether the picture may be decoded.
   *
   * <p>Only one frame is ever decoded, so its pixels are what counts. A progressive JPEG and an
   * interlaced PNG are held whole by their decoders, at twice the bytes of their pixels (R1, R2: 49
   * megapixels took 428 MB as progressive CMYK and 516 MB as interlaced RGBA of 16 bits); they must
   * fit the memory that a progressive RGB picture of {@code maxPixels} needs.
   *
   * @param facts of an admitted walk
   * @param maxPixels most pixels (width x height) a picture may have, 1 or more
   * @return empty when it may be decoded, else {@code TOO_MANY_PIXELS} or {@code TOO_EXPENSIVE}
   */
  public static Optional<Walk.Refused> check(PictureFacts facts, long maxPixels) {
    if (facts.width() > Limits.SIDE || facts.height() > Limits.SIDE) {
      return refused(
          Refusal.TOO_MANY_PIXELS,
          "The picture is longer than " + Limits.SIDE + " pixels on a side.");
    }
    if (facts.pixels() > maxPixels) {
      return refused(
          Refusal.TOO_MANY_PIXELS,
          "The picture has "
              + facts.width()
              + " x "
              + facts.height()
              + " pixels; at most "
              + maxPixels
              + " pixels are taken.");
    }
    if (memory(facts) > granted(maxPixels)) {
      return refused(
          Refusal.TOO_EXPENSIVE,
          "The picture is too large for a progressive or interlaced one; save it without that.");
    }
    return Optional.empty();
  }

  private static long memory(PictureFacts facts) {
    boolean heldWhole =
        facts.coding().progressive()
            && (facts.type() == ImageType.JPEG || facts.type() == ImageType.PNG);
    if (!heldWhole) {
      return 0;
    }
    int bytesPerChannel = (facts.samples().bitsPerChannel() + 7) / 8;
    return facts.pixels() * facts.samples().channels() * bytesPerChannel * BYTES_PER_COEFFICIENT;
  }

  private static long granted(long maxPixels) {
    return Math.min(maxPixels, Long.MAX_VALUE / BYTES_PER_PIXEL) * BYTES_PER_PIXEL;
  }

  private static Optional<Walk.Refused> refused(Refusal refusal, String detail) {
    return Optional.of(new Walk.Refused(refusal, detail));
  }
}
