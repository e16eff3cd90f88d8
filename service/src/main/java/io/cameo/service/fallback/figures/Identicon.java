package io.cameo.service.fallback.figures;

import io.cameo.service.fallback.drawing.Drawing;
import io.cameo.service.fallback.drawing.Outline;

/** A pattern of six by six cells that looks the same from four sides. */
public final class Identicon {

  private static final int HALF = 3;
  private static final double MARGIN = 0.11;
  private static final double CELL = (1 - 2 * MARGIN) / (2 * HALF);

  private Identicon() {}

  public static Drawing of(Seed seed, boolean dark) {
    Seed.Choices choices = seed.choices();
    int hue = choices.next(Palette.HUES);
    int other = hue + 4 + choices.next(17);
    Outline first = new Outline();
    Outline second = new Outline();
    int filled = 0;
    for (int cell = 0; cell < HALF * HALF; cell++) {
      int shape = choices.next(12);
      boolean accent = choices.next(3) == 0;
      int x = cell % HALF;
      int y = cell / HALF;
      // A picture of nearly nothing is none: the last cells fill up what is too empty.
      if (shape < 2 && filled + (HALF * HALF - 1 - cell) >= 6) {
        continue;
      }
      filled++;
      fourTimes(accent ? second : first, shape(shape, x * CELL + MARGIN, y * CELL + MARGIN));
    }
    return Drawing.on(Palette.backdrop(hue, dark))
        .add(dark ? Palette.light(hue) : Palette.deep(hue), first)
        .add(Palette.mid(other), second);
  }

  private static Outline shape(int kind, double x, double y) {
    double right = x + CELL;
    double bottom = y + CELL;
    double bow = CELL * 0.5522847498;
    return switch (kind) {
      case 4 -> Outline.polygon(x, y, right, y, x, bottom);
      case 5 -> Outline.polygon(x, y, right, y, right, bottom);
      case 6 -> Outline.polygon(right, y, right, bottom, x, bottom);
      case 7 -> Outline.polygon(x, y, right, bottom, x, bottom);
      case 8 ->
          new Outline()
              .move(x, y)
              .line(right, y)
              .curve(right, y + bow, x + bow, bottom, x, bottom)
              .line(x, y);
      case 9 ->
          new Outline()
              .move(right, bottom)
              .line(x, bottom)
              .curve(x, bottom - bow, right - bow, y, right, y)
              .line(right, bottom);
      case 10 -> Outline.circle(x + CELL / 2, y + CELL / 2, CELL * 0.36);
      case 11 ->
          Outline.polygon(
              x + CELL / 2, y, right, y + CELL / 2, x + CELL / 2, bottom, x, y + CELL / 2);
      default -> Outline.box(x, y, CELL, CELL);
    };
  }

  /** Turns by quarters round the middle. */
  private static void fourTimes(Outline into, Outline shape) {
    into.append(shape, 1, 0, 0, 1, 0, 0)
        .append(shape, 0, 1, -1, 0, 1, 0)
        .append(shape, -1, 0, 0, -1, 1, 1)
        .append(shape, 0, -1, 1, 0, 0, 1);
  }
}
