package io.cameo.image.sniff;

import io.cameo.image.ImageType;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads what an upload is and how it is built, before any native code sees it. Both entries take
 * any bytes whatever, return in linear time with bounded memory, and never throw.
 */
public final class ContainerWalk {
  /** Bytes that {@link #typeOf} looks at, at most. */
  public static final int HEAD_BYTES = 64;

  private static final int SMALLEST_FTYP = 16;

  private ContainerWalk() {}

  /**
   * The type that the first bytes say, by strict magic; file names and declared types play no part.
   *
   * @param head the start of a file from its position on; up to {@link #HEAD_BYTES} are read,
   *     position and limit stay
   * @return empty for everything that is not taken, AVIF sequences and HEIC included
   */
  public static Optional<ImageType> typeOf(ByteBuffer head) {
    try {
      return typeOf(Bytes.of(head));
    } catch (RuleBroken tooShort) {
      return Optional.empty();
    }
  }

  /**
   * Walks a whole picture.
   *
   * @param picture all bytes of the upload, from position to limit, which both stay; direct or not
   * @return facts, or a refusal: {@code UNSUPPORTED_TYPE}, {@code DAMAGED_PICTURE} (structure cut
   *     off or contradictory), {@code TOO_EXPENSIVE} (a structural limit), {@code TOO_MANY_PIXELS}
   *     (a side that no limit could allow)
   */
  public static Walk walk(ByteBuffer picture) {
    Bytes in = Bytes.of(picture);
    try {
      Optional<ImageType> type = typeOf(in);
      if (type.isEmpty()) {
        throw RuleBroken.unsupported("The file is not a JPEG, PNG, GIF, WebP or AVIF picture.");
      }
      return new Walk.Admitted(
          switch (type.get()) {
            case JPEG -> JpegWalk.walk(in);
            case PNG -> PngWalk.walk(in);
            case GIF -> GifWalk.walk(in);
            case WEBP -> WebpWalk.walk(in);
            case AVIF -> AvifWalk.walk(in);
          });
    } catch (RuleBroken broken) {
      return new Walk.Refused(broken.refusal(), broken.detail());
    }
  }

  static Optional<ImageType> typeOf(Bytes in) throws RuleBroken {
    if (in.matches(0, "\u00ff\u00d8\u00ff")) {
      return Optional.of(ImageType.JPEG);
    }
    if (in.matches(0, PngWalk.SIGNATURE) && in.matches(8, "\0\0\0\rIHDR")) {
      return Optional.of(ImageType.PNG);
    }
    if (in.matches(0, "GIF87a") || in.matches(0, "GIF89a")) {
      return Optional.of(ImageType.GIF);
    }
    if (in.matches(0, "RIFF") && in.matches(8, "WEBP")) {
      return Optional.of(ImageType.WEBP);
    }
    if (in.matches(4, "ftyp") && in.u32(0) >= SMALLEST_FTYP) {
      long visible = Math.min(Math.min(in.u32(0), in.size()), HEAD_BYTES);
      return AvifWalk.isStillPicture(in, visible) ? Optional.of(ImageType.AVIF) : Optional.empty();
    }
    return Optional.empty();
  }
}
