package io.cameo.image.steps;

import io.cameo.image.Outcome;
import io.cameo.image.vips.Operations;
import io.cameo.image.vips.VipsImage;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Keeps an alpha channel only when it lets the background through somewhere in the square: a
 * screenshot saved with an opaque one is an ordinary picture.
 */
public final class Alpha implements Step {

  @Override
  public String name() {
    return "alpha";
  }

  @Override
  public Optional<Outcome.Refused> run(Job job) {
    VipsImage square = job.image();
    if (square.bands() != 4) {
      return Optional.empty();
    }
    job.transparent(letsThrough(square.pixels()));
    if (!job.transparent()) {
      try (VipsImage opaque = Operations.flatten(square)) {
        job.advance(opaque.toMemory());
      }
    }
    return Optional.empty();
  }

  private static boolean letsThrough(ByteBuffer rgba) {
    for (int at = 3; at < rgba.limit(); at += 4) {
      if (rgba.get(at) != (byte) 0xff) {
        return true;
      }
    }
    return false;
  }
}
