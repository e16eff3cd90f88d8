package io.cameo.service.fallback.figures;

import io.cameo.service.fallback.drawing.Drawing;
import io.cameo.service.fallback.drawing.Outline;

/** A robot's head and shoulders. */
public final class Robot {

  private static final int WHITE = 0xffffff;

  private final Seed.Choices choices;
  private final Drawing drawing;
  private final int metal;
  private final int edge;
  private final int accent;
  private final int ink;
  private final int lamp;

  private Robot(Seed seed, boolean dark) {
    this.choices = seed.choices();
    int hue = choices.next(Palette.HUES);
    int second = hue + 6 + choices.next(13);
    this.drawing = Drawing.on(Palette.backdrop(hue + choices.next(3) - 1, dark));
    boolean pale = choices.coin();
    this.metal = pale ? Palette.light(hue) : Palette.mid(hue);
    this.edge = pale ? Palette.mid(hue) : Palette.deep(hue);
    this.accent = Palette.mid(second);
    this.ink = Palette.night(hue);
    this.lamp = Palette.light(second);
  }

  public static Drawing of(Seed seed, boolean dark) {
    return new Robot(seed, dark).draw();
  }

  private Drawing draw() {
    antenna();
    body();
    ears();
    drawing.add(metal, head());
    eyes();
    mouth();
    trim();
    return drawing;
  }

  private Outline head() {
    return switch (choices.next(5)) {
      case 0 -> Outline.box(0.24, 0.24, 0.52, 0.44, 0.05);
      case 1 -> Outline.box(0.22, 0.24, 0.56, 0.44, 0.2);
      case 2 ->
          new Outline()
              .move(0.24, 0.68)
              .line(0.24, 0.46)
              .curve(0.24, 0.14, 0.76, 0.14, 0.76, 0.46)
              .line(0.76, 0.68)
              .line(0.24, 0.68);
      case 3 ->
          Outline.polygon(0.3, 0.24, 0.7, 0.24, 0.78, 0.36, 0.72, 0.68, 0.28, 0.68, 0.22, 0.36);
      default ->
          Outline.polygon(
              0.32, 0.23, 0.68, 0.23, 0.77, 0.32, 0.77, 0.6, 0.68, 0.69, 0.32, 0.69, 0.23, 0.6,
              0.23, 0.32);
    };
  }

  private void antenna() {
    double tip = choices.between(0.09, 0.14);
    switch (choices.next(6)) {
      case 0 -> {
        drawing.add(edge, Outline.box(0.485, tip, 0.03, 0.2));
        drawing.add(accent, Outline.circle(0.5, tip, 0.045));
      }
      case 1 -> {
        drawing.add(
            edge, Outline.polygon(0.36, 0.28, 0.29, tip, 0.31, tip, 0.4, 0.28).onBothSides());
        drawing.add(accent, Outline.circle(0.3, tip, 0.036).onBothSides());
      }
      case 2 -> drawing.add(accent, Outline.polygon(0.4, 0.28, 0.5, tip - 0.03, 0.6, 0.28));
      case 3 -> {
        drawing.add(edge, Outline.box(0.485, tip, 0.03, 0.2));
        drawing.add(accent, Outline.box(0.41, tip, 0.18, 0.03, 0.015));
        drawing.add(accent, Outline.box(0.445, tip + 0.05, 0.11, 0.025, 0.012));
      }
      case 4 -> drawing.add(accent, Outline.box(0.42, 0.15, 0.16, 0.2, 0.08));
      default -> {
        drawing.add(edge, Outline.box(0.3, tip + 0.02, 0.025, 0.24).onBothSides());
        drawing.add(accent, Outline.box(0.29, tip, 0.045, 0.06, 0.02).onBothSides());
      }
    }
  }

  private void body() {
    drawing.add(edge, Outline.box(0.42, 0.64, 0.16, 0.16));
    drawing.add(
        ink, Outline.box(0.42, 0.71, 0.16, 0.016).and(Outline.box(0.42, 0.745, 0.16, 0.016)));
    switch (choices.next(3)) {
      case 0 -> drawing.add(metal, Outline.box(0.16, 0.79, 0.68, 0.4, 0.12));
      case 1 -> drawing.add(metal, Outline.polygon(0.3, 0.79, 0.7, 0.79, 0.86, 1, 0.14, 1));
      default -> {
        drawing.add(metal, Outline.box(0.24, 0.79, 0.52, 0.3, 0.04));
        drawing.add(accent, Outline.circle(0.2, 0.9, 0.08).onBothSides());
      }
    }
    switch (choices.next(4)) {
      case 0 -> drawing.add(lamp, Outline.circle(0.5, 0.9, 0.045));
      case 1 ->
          drawing.add(
              ink,
              Outline.box(0.4, 0.86, 0.2, 0.022, 0.011)
                  .and(Outline.box(0.4, 0.905, 0.2, 0.022, 0.011))
                  .and(Outline.box(0.4, 0.95, 0.2, 0.022, 0.011)));
      case 2 -> {
        drawing.add(lamp, Outline.circle(0.41, 0.9, 0.03));
        drawing.add(accent, Outline.circle(0.5, 0.9, 0.03));
        drawing.add(ink, Outline.circle(0.59, 0.9, 0.03));
      }
      default -> drawing.add(edge, Outline.box(0.39, 0.86, 0.22, 0.2, 0.03));
    }
  }

  private void ears() {
    switch (choices.next(4)) {
      case 0 -> drawing.add(accent, Outline.box(0.15, 0.38, 0.12, 0.17, 0.03).onBothSides());
      case 1 -> {
        drawing.add(edge, Outline.circle(0.23, 0.46, 0.09).onBothSides());
        drawing.add(accent, Outline.circle(0.2, 0.46, 0.05).onBothSides());
      }
      case 2 -> {
        drawing.add(edge, Outline.box(0.14, 0.44, 0.14, 0.045).onBothSides());
        drawing.add(accent, Outline.box(0.12, 0.38, 0.045, 0.165, 0.02).onBothSides());
      }
      default -> drawing.add(edge, Outline.box(0.19, 0.36, 0.08, 0.2, 0.04).onBothSides());
    }
  }

  private void eyes() {
    double y = choices.between(0.38, 0.42);
    double look = (choices.next(3) - 1) * 0.016;
    double x = 0.5 - choices.between(0.11, 0.135);
    switch (choices.next(6)) {
      case 0 -> {
        drawing.add(WHITE, Outline.circle(x, y, 0.08).onBothSides());
        drawing.add(
            ink, Outline.circle(x + look, y, 0.038).and(Outline.circle(1 - x + look, y, 0.038)));
      }
      case 1 -> {
        drawing.add(ink, Outline.box(0.28, y - 0.07, 0.44, 0.14, 0.07));
        drawing.add(
            lamp,
            Outline.circle(x + 2 * look, y, 0.04).and(Outline.circle(1 - x + 2 * look, y, 0.04)));
      }
      case 2 -> {
        drawing.add(ink, Outline.circle(x, y, 0.085).onBothSides());
        drawing.add(lamp, Outline.circle(x, y, 0.055).onBothSides());
        drawing.add(
            WHITE,
            Outline.circle(x - 0.02, y - 0.02, 0.016)
                .and(Outline.circle(1 - x - 0.02, y - 0.02, 0.016)));
      }
      case 3 -> {
        drawing.add(ink, Outline.box(x - 0.07, y - 0.065, 0.14, 0.13, 0.025).onBothSides());
        drawing.add(lamp, Outline.box(x - 0.045, y - 0.04, 0.09, 0.08, 0.012).onBothSides());
      }
      case 4 -> {
        drawing.add(ink, Outline.circle(0.5, y, 0.115));
        drawing.add(WHITE, Outline.circle(0.5, y, 0.085));
        drawing.add(accent, Outline.circle(0.5 + 2 * look, y, 0.05));
        drawing.add(ink, Outline.circle(0.5 + 2 * look, y, 0.024));
      }
      default -> {
        drawing.add(ink, Outline.box(0.27, y - 0.05, 0.46, 0.1, 0.02));
        drawing.add(lamp, Outline.box(x - 0.055, y - 0.02, 0.11, 0.04).onBothSides());
      }
    }
  }

  private void mouth() {
    double y = choices.between(0.55, 0.575);
    double half = choices.between(0.09, 0.15);
    switch (choices.next(6)) {
      case 0 -> {
        drawing.add(ink, Outline.box(0.5 - half, y, 2 * half, 0.07, 0.015));
        for (int i = 1; i < 5; i++) {
          drawing.add(metal, Outline.box(0.5 - half + 2 * half * i / 5 - 0.007, y, 0.014, 0.07));
        }
      }
      case 1 -> drawing.add(ink, Outline.box(0.5 - half, y + 0.02, 2 * half, 0.028, 0.014));
      case 2 ->
          drawing.add(
              ink,
              new Outline()
                  .move(0.5 - half, y)
                  .line(0.5 + half, y)
                  .curve(0.5 + half, y + 0.09, 0.5 - half, y + 0.09, 0.5 - half, y));
      case 3 -> {
        drawing.add(ink, Outline.box(0.5 - half, y, 2 * half, 0.075, 0.02));
        drawing.add(
            WHITE,
            Outline.box(0.5 - half + 0.015, y + 0.015, 2 * half - 0.03, 0.019)
                .and(Outline.box(0.5 - half + 0.015, y + 0.041, 2 * half - 0.03, 0.019)));
      }
      case 4 -> {
        for (int i = -2; i <= 2; i++) {
          drawing.add(ink, Outline.circle(0.5 + i * half / 2.2, y + 0.035, 0.02));
        }
      }
      default -> {
        drawing.add(edge, Outline.box(0.5 - half, y, 2 * half, 0.07, 0.035));
        drawing.add(lamp, Outline.box(0.5 - half + 0.02, y + 0.02, 2 * half - 0.04, 0.03, 0.015));
      }
    }
  }

  private void trim() {
    switch (choices.next(4)) {
      case 0 -> drawing.add(edge, Outline.circle(0.3, 0.625, 0.016).onBothSides());
      case 1 -> drawing.add(accent, Outline.circle(0.31, 0.54, 0.036).onBothSides());
      case 2 -> drawing.add(edge, Outline.box(0.36, 0.275, 0.28, 0.022, 0.011));
      default -> {
        // Polished.
      }
    }
  }
}
