package io.cameo.service.fallback.figures;

import io.cameo.service.fallback.drawing.Drawing;
import io.cameo.service.fallback.drawing.Outline;

/** A head and shoulders on a plain ground. */
public final class Silhouette {

  /** Grounds on which a light figure stands out; a seed always gets the same one. */
  private static final int[] GROUNDS = {
    0x4f6d8f, 0x5b7f71, 0x8f5f6e, 0x7a6a9a, 0x9a7148, 0x4b8a96, 0x6f7d4a, 0x8a5a8c,
  };

  /** The ground of the one that is nobody's. */
  private static final int GREY = 0x7d8590;

  /** How many there are, beside the grey one. */
  public static final int KINDS = GROUNDS.length;

  private Silhouette() {}

  /**
   * The figure on one of the grounds.
   *
   * @param kind from 0 below {@link #KINDS}, anything else for the grey one
   */
  public static Drawing of(int kind, boolean dark) {
    int colour = kind >= 0 && kind < KINDS ? GROUNDS[kind] : GREY;
    int ground = dark ? mix(colour, 0x000000, 3) : colour;
    // The figure is four fifths of the way to white; by night it is the colour itself.
    int figure = dark ? mix(colour, 0xffffff, 1) : mix(colour, 0xffffff, 4);
    return Drawing.on(ground)
        .add(figure, Outline.circle(0.5, 0.38, 0.19).and(Outline.circle(0.5, 1.0, 0.36)));
  }

  /** The colour, some fifths of the way to another one. */
  private static int mix(int from, int to, int fifths) {
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = from >> shift & 0xff;
      int b = to >> shift & 0xff;
      mixed |= (a + (b - a) * fifths / 5) << shift;
    }
    return mixed;
  }
}
