package io.cameo.image.sniff;

import io.cameo.image.ImageType;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The allow-list for files that our own encoder made: every byte must belong to something that is
 * needed to show the picture. An encoder that was told to drop metadata has failed to do so before
 * (F1), so no file is stored that this walk has not passed.
 */
public final class OutputWalk {
  private OutputWalk() {}

  /**
   * Checks one finished file; returns for any bytes whatever and never throws.
   *
   * @param file all bytes, from position to limit, which both stay
   * @param expected what it was encoded as; GIF is never an output
   * @param width pixels it must have
   * @param height pixels it must have
   * @return empty when it may be stored, else which rule it breaks, for the operator's log
   */
  public static Optional<String> check(ByteBuffer file, ImageType expected, int width, int height) {
    Bytes in = Bytes.of(file);
    try {
      if (!ContainerWalk.typeOf(in).equals(Optional.of(expected))) {
        return Optional.of("It is not the " + expected + " that it should be.");
      }
      Size size =
          switch (expected) {
            case JPEG -> JpegOutput.check(in);
            case PNG -> PngOutput.check(in);
            case WEBP -> WebpOutput.check(in);
            case AVIF -> AvifOutput.check(in);
            case GIF -> throw broken("GIF is never written.");
          };
      if (size.width != width || size.height != height) {
        return Optional.of(
            "It has "
                + size.width
                + " x "
                + size.height
                + " pixels instead of "
                + width
                + " x "
                + height
                + ".");
      }
      return Optional.empty();
    } catch (RuleBroken broken) {
      return Optional.of(broken.detail());
    }
  }

  /** Pixels that a file says it has. */
  record Size(long width, long height) {}

  static RuleBroken broken(String rule) {
    return RuleBroken.damaged(rule);
  }

  /** Four characters for a log line, with a question mark for what is not printable. */
  static String readable(int name) {
    StringBuilder text = new StringBuilder(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      int letter = name >>> shift & 0xFF;
      text.append(letter >= 0x20 && letter <= 0x7E ? (char) letter : '?');
    }
    return text.toString();
  }
}
