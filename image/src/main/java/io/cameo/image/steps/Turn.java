package io.cameo.image.steps;

import io.cameo.image.vips.Operations;
import io.cameo.image.vips.VipsImage;

/**
 * One of the eight ways to lay a rectangle down: what leads from the pixels as stored to the
 * picture as seen.
 *
 * @param swap whether rows become columns, which comes first
 * @param mirror whether left and right are then exchanged
 * @param flip whether top and bottom are then exchanged
 */
record Turn(boolean swap, boolean mirror, boolean flip) {

  /** The turn that an EXIF orientation asks for (CIPA DC-008, tag 0x0112). */
  static Turn ofOrientation(int orientation) {
    return switch (orientation) {
      case 1 -> new Turn(false, false, false);
      case 2 -> new Turn(false, true, false);
      case 3 -> new Turn(false, true, true);
      case 4 -> new Turn(false, false, true);
      case 5 -> new Turn(true, false, false);
      case 6 -> new Turn(true, true, false);
      case 7 -> new Turn(true, true, true);
      case 8 -> new Turn(true, false, true);
      default -> throw new IllegalArgumentException("No orientation " + orientation + ".");
    };
  }

  /** This turn, then a clockwise one by 0, 90, 180 or 270 degrees. */
  Turn thenRotate(int degrees) {
    Turn turn = this;
    for (int turned = 0; turned < degrees; turned += 90) {
      turn = new Turn(!turn.swap, !turn.flip, turn.mirror);
    }
    return turn;
  }

  boolean isNone() {
    return !swap && !mirror && !flip;
  }

  /** Where an area of the stored picture is seen; the picture has {@code width x height} stored. */
  Area seen(Area stored, int width, int height) {
    Area laid = swap ? new Area(stored.y(), stored.x(), stored.height(), stored.width()) : stored;
    return mirrored(laid, swap ? height : width, swap ? width : height);
  }

  /** Where an area that is seen lies in the stored picture of {@code width x height}. */
  Area stored(Area seen, int width, int height) {
    Area laid = mirrored(seen, swap ? height : width, swap ? width : height);
    return swap ? new Area(laid.y(), laid.x(), laid.height(), laid.width()) : laid;
  }

  private Area mirrored(Area area, int width, int height) {
    return new Area(
        mirror ? width - area.x() - area.width() : area.x(),
        flip ? height - area.y() - area.height() : area.y(),
        area.width(),
        area.height());
  }

  /** The image so turned; the given one stays its caller's. */
  VipsImage of(VipsImage stored) {
    if (!swap) {
      return mirror
          ? (flip ? Operations.rotate(stored, 180) : Operations.mirror(stored))
          : Operations.flip(stored);
    }
    // Exchanging rows and columns is a quarter turn to the right, mirrored.
    if (mirror && !flip) {
      return Operations.rotate(stored, 90);
    }
    if (flip && !mirror) {
      return Operations.rotate(stored, 270);
    }
    try (VipsImage turned = Operations.rotate(stored, 90)) {
      return mirror ? Operations.flip(turned) : Operations.mirror(turned);
    }
  }
}
