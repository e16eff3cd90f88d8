package io.cameo.service.fallback.figures;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaletteTest {

  /** Relative luminance after WCAG 2.2. */
  private static double luminance(int rgb) {
    return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
  }

  private static double linear(int channel) {
    double value = (channel & 0xff) / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }

  private static double contrast(int one, int other) {
    double lighter = Math.max(luminance(one), luminance(other));
    double darker = Math.min(luminance(one), luminance(other));
    return (lighter + 0.05) / (darker + 0.05);
  }

  @Test
  void lettersStandOutFromEveryGround() {
    for (int hue = 0; hue < Palette.HUES; hue++) {
      for (boolean dark : new boolean[] {false, true}) {
        assertThat(contrast(Palette.ground(hue, dark), Palette.ink(hue, dark)))
            .as("hue %d, dark %s", hue, dark)
            .isGreaterThanOrEqualTo(4.5);
      }
    }
  }

  @Test
  void figuresStandOutFromEveryBackdrop() {
    for (int hue = 0; hue < Palette.HUES; hue++) {
      for (int figure = 0; figure < Palette.HUES; figure++) {
        assertThat(contrast(Palette.backdrop(hue, false), Palette.mid(figure))).isGreaterThan(1.9);
        assertThat(contrast(Palette.backdrop(hue, true), Palette.mid(figure))).isGreaterThan(4.5);
      }
    }
  }
}
