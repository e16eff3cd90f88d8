package io.cameo.image.vips;

/**
 * libvips could not do what was asked of it.
 *
 * <p>The message carries libvips' own text, which may quote the picture: it is for logs of the
 * worker at most, never for users.
 */
public final class VipsFailure extends RuntimeException {

  private final boolean outOfMemory;

  VipsFailure(String function, String text) {
    super(function + ": " + text);
    this.outOfMemory = text.contains("out of memory");
  }

  /** Whether memory ran out, which says nothing about the picture. */
  public boolean outOfMemory() {
    return outOfMemory;
  }
}
