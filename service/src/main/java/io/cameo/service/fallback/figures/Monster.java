package io.cameo.service.fallback.figures;

import io.cameo.service.fallback.drawing.Drawing;
import io.cameo.service.fallback.drawing.Outline;

/** A friendly monster. */
public final class Monster {

  private static final int WHITE = 0xffffff;

  private final Seed.Choices choices;
  private final Drawing drawing;
  private final int skin;
  private final int accent;
  private final int ink;

  private Monster(Seed seed, boolean dark) {
    this.choices = seed.choices();
    int hue = choices.next(Palette.HUES);
    int second = hue + 5 + choices.next(15);
    this.drawing = Drawing.on(Palette.backdrop(second, dark));
    this.skin = Palette.mid(hue);
    this.accent = choices.coin() ? Palette.light(second) : Palette.mid(second);
    this.ink = Palette.night(hue);
  }

  public static Drawing of(Seed seed, boolean dark) {
    return new Monster(seed, dark).draw();
  }

  private Drawing draw() {
    int shape = choices.next(6);
    headdress(shape);
    limbs();
    drawing.add(skin, body(shape));
    markings();
    eyes();
    mouth();
    return drawing;
  }

  /** All bodies reach from about 0.22 to 0.86 and are widest where the limbs are. */
  private static Outline body(int shape) {
    return switch (shape) {
      case 0 -> Outline.circle(0.5, 0.54, 0.32);
      case 1 -> Outline.box(0.2, 0.24, 0.6, 0.62, 0.2);
      case 2 ->
          new Outline()
              .move(0.19, 0.86)
              .curve(0.19, 0.42, 0.26, 0.22, 0.5, 0.22)
              .curve(0.74, 0.22, 0.81, 0.42, 0.81, 0.86)
              .line(0.706, 0.79)
              .line(0.603, 0.86)
              .line(0.5, 0.79)
              .line(0.397, 0.86)
              .line(0.294, 0.79)
              .line(0.19, 0.86);
      case 3 ->
          new Outline()
              .move(0.5, 0.2)
              .curve(0.73, 0.2, 0.7, 0.4, 0.77, 0.54)
              .curve(0.9, 0.74, 0.76, 0.87, 0.5, 0.87)
              .curve(0.24, 0.87, 0.1, 0.74, 0.23, 0.54)
              .curve(0.3, 0.4, 0.27, 0.2, 0.5, 0.2);
      case 4 -> shaggy();
      default ->
          new Outline()
              .move(0.2, 0.4)
              .curve(0.2, 0.24, 0.34, 0.22, 0.5, 0.22)
              .curve(0.66, 0.22, 0.8, 0.24, 0.8, 0.4)
              .curve(0.8, 0.56, 0.76, 0.86, 0.5, 0.86)
              .curve(0.24, 0.86, 0.2, 0.56, 0.2, 0.4);
    };
  }

  private static Outline shaggy() {
    int tufts = 14;
    double[] corners = new double[4 * tufts];
    for (int i = 0; i < 2 * tufts; i++) {
      double angle = StrictMath.PI * i / tufts;
      double radius = i % 2 == 0 ? 0.36 : 0.285;
      corners[2 * i] = 0.5 + radius * StrictMath.sin(angle);
      corners[2 * i + 1] = 0.55 - radius * StrictMath.cos(angle);
    }
    return Outline.polygon(corners);
  }

  private void headdress(int shape) {
    double top = shape == 3 ? 0.26 : 0.3;
    double out = shape == 3 ? 0.12 : 0.17;
    double x = 0.5 - out;
    switch (choices.next(7)) {
      case 0 ->
          drawing.add(
              accent,
              new Outline()
                  .move(x - 0.07, top + 0.05)
                  .curve(x - 0.16, top - 0.06, x - 0.13, top - 0.16, x - 0.09, top - 0.2)
                  .curve(x - 0.08, top - 0.1, x - 0.02, top - 0.06, x + 0.06, top - 0.03)
                  .line(x - 0.07, top + 0.05)
                  .onBothSides());
      case 1 -> {
        drawing.add(
            ink,
            Outline.polygon(
                    x + 0.03, top, x - 0.06, top - 0.17, x - 0.04, top - 0.18, x + 0.06, top)
                .onBothSides());
        drawing.add(accent, Outline.circle(x - 0.05, top - 0.18, 0.05).onBothSides());
      }
      case 2 -> {
        drawing.add(skin, Outline.circle(x - 0.05, top - 0.02, 0.1).onBothSides());
        drawing.add(accent, Outline.circle(x - 0.05, top - 0.02, 0.055).onBothSides());
      }
      case 3 ->
          drawing.add(
              accent,
              Outline.polygon(
                  0.39, top, 0.4, 0.12, 0.45, 0.19, 0.5, 0.07, 0.55, 0.19, 0.6, 0.12, 0.61, top));
      case 4 ->
          drawing.add(
              skin,
              Outline.polygon(
                      x - 0.1, top + 0.1, x - 0.13, top - 0.16, x + 0.08, top - 0.04, x, top + 0.1)
                  .onBothSides());
      case 5 -> drawing.add(accent, Outline.polygon(0.44, top, 0.5, 0.06, 0.56, top));
      default -> {
        drawing.add(ink, Outline.box(0.49, 0.14, 0.02, top - 0.14));
        drawing.add(accent, Outline.circle(0.5, 0.13, 0.055));
      }
    }
  }

  private void limbs() {
    int arms = choices.next(4);
    double y = choices.between(0.54, 0.62);
    if (arms < 3) {
      double hand = y + (arms - 1) * 0.12;
      drawing.add(
          skin,
          new Outline()
              .move(0.3, y - 0.05)
              .curve(0.2, y - 0.05, 0.16, hand - 0.04, 0.12, hand - 0.05)
              .curve(0.05, hand - 0.06, 0.05, hand + 0.06, 0.12, hand + 0.05)
              .curve(0.18, hand + 0.05, 0.24, y + 0.06, 0.3, y + 0.07)
              .line(0.3, y - 0.05)
              .onBothSides());
    }
    double feet = choices.between(0.11, 0.19);
    drawing.add(accent, Outline.ellipse(0.5 - feet, 0.88, 0.095, 0.05).onBothSides());
  }

  private void markings() {
    switch (choices.next(5)) {
      case 0 -> drawing.add(accent, Outline.ellipse(0.5, 0.78, 0.15, 0.07));
      case 1 -> {
        double x = choices.between(0.27, 0.33);
        drawing.add(
            accent,
            Outline.circle(x, 0.62, 0.032)
                .and(Outline.circle(x + 0.06, 0.7, 0.022))
                .and(Outline.circle(x + 0.01, 0.73, 0.018))
                .onBothSides());
      }
      case 2 -> drawing.add(accent, Outline.circle(0.3, 0.65, 0.045).onBothSides());
      case 3 -> drawing.add(accent, Outline.polygon(0.44, 0.8, 0.5, 0.75, 0.56, 0.8, 0.5, 0.85));
      default -> {
        // Plain skin.
      }
    }
  }

  private void eyes() {
    int kind = choices.next(5);
    double lookX = (choices.next(5) - 2) * 0.014;
    double lookY = (choices.next(3) - 1) * 0.014;
    double y = choices.between(0.4, 0.46);
    double apart = choices.between(0.1, 0.14);
    if (kind == 0) {
      eye(0.5, y + 0.02, 0.13, lookX * 2, lookY * 2);
    } else if (kind == 1) {
      eye(0.5 - apart - 0.05, y + 0.01, 0.062, lookX, lookY);
      eye(0.5, y - 0.05, 0.075, lookX, lookY);
      eye(0.5 + apart + 0.05, y + 0.01, 0.062, lookX, lookY);
    } else if (kind == 2) {
      eye(0.5 - apart, y, 0.1, lookX, lookY);
      eye(0.5 + apart, y + 0.015, 0.07, lookX, lookY);
    } else {
      eye(0.5 - apart, y, 0.088, lookX, lookY);
      eye(0.5 + apart, y, 0.088, lookX, lookY);
    }
    if (kind == 4) {
      // Brows, or half-closed lids.
      double tilt = choices.coin() ? 0.03 : -0.02;
      double x = 0.5 - apart;
      drawing.add(
          ink,
          Outline.polygon(
                  x - 0.09,
                  y - 0.1 - tilt,
                  x + 0.07,
                  y - 0.1 + tilt,
                  x + 0.07,
                  y - 0.07 + tilt,
                  x - 0.09,
                  y - 0.07 - tilt)
              .onBothSides());
    }
  }

  private void eye(double x, double y, double radius, double lookX, double lookY) {
    drawing.add(WHITE, Outline.circle(x, y, radius));
    drawing.add(ink, Outline.circle(x + lookX, y + lookY, radius * 0.5));
    drawing.add(
        WHITE, Outline.circle(x + lookX + radius * 0.16, y + lookY - radius * 0.18, radius * 0.15));
  }

  private void mouth() {
    double y = choices.between(0.62, 0.66);
    double half = choices.between(0.08, 0.14);
    switch (choices.next(6)) {
      case 0 -> drawing.add(ink, smile(y, half, 0.1));
      case 1 -> {
        drawing.add(ink, smile(y, half, 0.1));
        drawing.add(
            WHITE,
            Outline.polygon(0.5 - half * 0.6, y, 0.5 - half * 0.2, y, 0.5 - half * 0.4, y + 0.055)
                .onBothSides());
      }
      case 2 -> drawing.add(ink, Outline.ellipse(0.5, y + 0.03, half * 0.5, 0.045));
      case 3 -> {
        drawing.add(ink, Outline.box(0.5 - half, y, 2 * half, 0.075, 0.03));
        for (int tooth = 0; tooth < 4; tooth++) {
          double x = 0.5 - half + 2 * half * (tooth + 0.14) / 4;
          drawing.add(WHITE, Outline.box(x, y + 0.012, 2 * half * 0.72 / 4, 0.051));
        }
      }
      case 4 -> drawing.add(ink, line(y, half));
      default -> {
        drawing.add(ink, smile(y, half, 0.12));
        drawing.add(accent, Outline.ellipse(0.5, y + 0.07, half * 0.4, 0.03));
      }
    }
  }

  private static Outline smile(double y, double half, double depth) {
    return new Outline()
        .move(0.5 - half, y)
        .line(0.5 + half, y)
        .curve(0.5 + half, y + depth, 0.5 + half * 0.5, y + depth, 0.5, y + depth)
        .curve(0.5 - half * 0.5, y + depth, 0.5 - half, y + depth, 0.5 - half, y);
  }

  /** A smile that is only a line. */
  private static Outline line(double y, double half) {
    return new Outline()
        .move(0.5 - half, y)
        .curve(0.5 - half * 0.6, y + 0.08, 0.5 + half * 0.6, y + 0.08, 0.5 + half, y)
        .curve(0.5 + half, y + 0.02, 0.5 + half * 0.6, y + 0.11, 0.5, y + 0.105)
        .curve(0.5 - half * 0.6, y + 0.11, 0.5 - half, y + 0.02, 0.5 - half, y);
  }
}
