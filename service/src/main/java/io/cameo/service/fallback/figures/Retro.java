package io.cameo.service.fallback.figures;

import io.cameo.service.fallback.drawing.Drawing;
import io.cameo.service.fallback.drawing.Outline;

/** A little creature of large pixels, as on an old screen. */
public final class Retro {

  private static final int GRID = 16;
  private static final int HALF = GRID / 2;
  private static final double PIXEL = 1.0 / GRID;

  /**
   * The left half of what may become body: a dot never does, a hash always, a number with that many
   * chances of ten.
   */
  private static final String[] BODY = {
    "........",
    "........",
    "..22.224",
    "..344466",
    "..36####",
    "..7#####",
    "..7#####",
    "..8#####",
    "..8#####",
    "..7#####",
    "..55####",
    "..446778",
    "..336556",
    "..44.533",
    "........",
    "........",
  };

  private static final int EYE_TOP = 6;

  private Retro() {}

  public static Drawing of(Seed seed, boolean dark) {
    Seed.Choices choices = seed.choices();
    int hue = choices.next(Palette.HUES);
    int other = hue + 6 + choices.next(13);
    boolean[][] body = body(choices);
    Outline fill = new Outline();
    Outline shade = new Outline();
    Outline edge = new Outline();
    for (int y = 0; y < GRID; y++) {
      for (int x = 0; x < HALF; x++) {
        int pattern = choices.next(7);
        if (body[y][x]) {
          pixel(pattern == 0 ? shade : fill, x, y);
        } else if (touches(body, x, y)) {
          pixel(edge, x, y);
        }
      }
    }
    Drawing drawing =
        Drawing.on(Palette.backdrop(other, dark))
            .add(dark ? Palette.deep(hue) : Palette.night(hue), edge)
            .add(Palette.mid(hue), fill)
            .add(Palette.light(hue), shade);
    face(choices, drawing, other);
    return drawing;
  }

  private static boolean[][] body(Seed.Choices choices) {
    boolean[][] body = new boolean[GRID][HALF];
    for (int y = 0; y < GRID; y++) {
      for (int x = 0; x < HALF; x++) {
        char chance = BODY[y].charAt(x);
        int drawn = choices.next(10);
        body[y][x] = chance == '#' || (chance != '.' && drawn < chance - '0');
      }
    }
    // A pixel that hangs on nothing falls off.
    for (int y = 0; y < GRID; y++) {
      for (int x = 0; x < HALF; x++) {
        body[y][x] = body[y][x] && touches(body, x, y);
      }
    }
    return body;
  }

  private static boolean touches(boolean[][] body, int x, int y) {
    return isBody(body, x - 1, y)
        || isBody(body, x + 1, y)
        || isBody(body, x, y - 1)
        || isBody(body, x, y + 1);
  }

  private static boolean isBody(boolean[][] body, int x, int y) {
    int column = x == HALF ? HALF - 1 : x;
    return y >= 0 && y < GRID && column >= 0 && body[y][column];
  }

  private static void face(Seed.Choices choices, Drawing drawing, int other) {
    Outline white = new Outline();
    Outline black = new Outline();
    int top = EYE_TOP + choices.next(2);
    int column = 4 + choices.next(2);
    int look = choices.next(3);
    for (int i = 0; i < 4; i++) {
      pixel(white, column + i % 2, top + i / 2);
    }
    pixel(black, column + (look == 0 ? 0 : 1), top + (look == 2 ? 0 : 1));
    int mouth = choices.next(5);
    int line = top + 3;
    switch (mouth) {
      case 0 -> pixel(black, 7, line);
      case 1 -> {
        pixel(black, 6, line);
        pixel(black, 7, line);
      }
      case 2 -> {
        pixel(black, 5, line);
        pixel(black, 6, line + 1);
        pixel(black, 7, line + 1);
      }
      case 3 -> {
        pixel(black, 6, line);
        pixel(white, 7, line);
      }
      default -> {
        pixel(black, 6, line + 1);
        pixel(black, 7, line);
      }
    }
    drawing.add(0xffffff, white).add(Palette.night(other), black);
  }

  /** A pixel and the one in the mirror. */
  private static void pixel(Outline into, int x, int y) {
    into.and(Outline.box(x * PIXEL, y * PIXEL, PIXEL, PIXEL))
        .and(Outline.box((GRID - 1 - x) * PIXEL, y * PIXEL, PIXEL, PIXEL));
  }
}
