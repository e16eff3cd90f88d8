package io.cameo.service.fallback;

import io.cameo.service.fallback.glyphs.Letters;
import java.util.List;

/**
 * What is to be drawn. Begin with {@link #of} and say what differs from a light PNG of 256 pixels
 * without letters.
 *
 * @param seed whom it is for; the same seed has the same figure everywhere
 * @param letters at most three, as {@link #named} and {@link #lettered} find them
 * @param size side in pixels, from 1 to {@link #LARGEST}
 * @param dark whether it will stand on a dark page
 */
public record FallbackRequest(
    FallbackStyle style,
    String seed,
    List<String> letters,
    int size,
    boolean dark,
    FallbackForm form) {

  /** The largest side in pixels that is drawn. */
  public static final int LARGEST = 2048;

  private static final int USUAL = 256;

  public FallbackRequest {
    if (size < 1 || size > LARGEST) {
      throw new IllegalArgumentException("a size from 1 to " + LARGEST + ", not " + size);
    }
    if (letters.size() > Letters.MOST) {
      throw new IllegalArgumentException("at most " + Letters.MOST + " letters");
    }
    letters = List.copyOf(letters);
  }

  public static FallbackRequest of(FallbackStyle style, String seed) {
    return new FallbackRequest(style, seed, List.of(), USUAL, false, FallbackForm.PNG);
  }

  /** With the initials of a name: of its first and its last word. */
  public FallbackRequest named(String name) {
    return new FallbackRequest(style, seed, Letters.ofName(name), size, dark, form);
  }

  /** With these initials as they are, the first three of them. */
  public FallbackRequest lettered(String initials) {
    return new FallbackRequest(style, seed, Letters.asGiven(initials), size, dark, form);
  }

  /** In this size; one outside of the bounds becomes the nearest within. */
  public FallbackRequest sized(int pixels) {
    int within = Math.clamp(pixels, 1, LARGEST);
    return new FallbackRequest(style, seed, letters, within, dark, form);
  }

  /** For a dark page, or a light one. */
  public FallbackRequest onDark(boolean page) {
    return new FallbackRequest(style, seed, letters, size, page, form);
  }

  public FallbackRequest as(FallbackForm file) {
    return new FallbackRequest(style, seed, letters, size, dark, file);
  }
}
