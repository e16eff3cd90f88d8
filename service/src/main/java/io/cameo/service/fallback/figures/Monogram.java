package io.cameo.service.fallback.figures;

import io.cameo.service.fallback.drawing.Drawing;
import io.cameo.service.fallback.drawing.Outline;

/** Letters on the seed's ground. */
public final class Monogram {

  private Monogram() {}

  public static Drawing of(int hue, Outline letters, boolean dark) {
    return Drawing.on(Palette.ground(hue, dark)).add(Palette.ink(hue, dark), letters);
  }
}
