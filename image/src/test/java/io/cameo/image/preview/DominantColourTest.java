package io.cameo.image.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DominantColourTest {
  /** A row of pixels, each given as 0xRRGGBBAA. */
  private static String of(long... pixels) {
    byte[] rgba = new byte[4 * pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      for (int c = 0; c < 4; c++) {
        rgba[4 * i + c] = (byte) (pixels[i] >> (24 - 8 * c));
      }
    }
    return DominantColour.of(pixels.length, 1, rgba);
  }

  @Test
  void isTheColourOfMostPixels() {
    assertThat(of(0x204060FFL)).isEqualTo("#204060");
    assertThat(of(0x204060FFL, 0x204060FFL, 0xFF8000FFL)).isEqualTo("#204060");
  }

  @Test
  void isTheAverageWithinTheFullestCell() {
    assertThat(of(0x204060FFL, 0x224262FFL, 0xFFFFFFFFL)).isEqualTo("#214161");
  }

  @Test
  void countsPixelsByTheirOpacity() {
    assertThat(of(0xFF000010L, 0xFF000010L, 0xFF000010L, 0x0000FFFFL)).isEqualTo("#0000ff");
    assertThat(of(0x00000000L, 0x00000000L, 0x808080FFL)).isEqualTo("#808080");
  }

  @Test
  void prefersASaturatedColourALittle() {
    assertThat(of(0x808080FFL, 0x808080FFL, 0x808080FFL, 0xF00000FFL, 0xF00000FFL))
        .isEqualTo("#f00000");
    assertThat(of(0x808080FFL, 0x808080FFL, 0x808080FFL, 0xF00000FFL)).isEqualTo("#808080");
  }

  @Test
  void isWhiteWhereNothingIsVisible() {
    assertThat(of(0x12345600L)).isEqualTo("#ffffff");
  }

  @Test
  void refusesWrongSizes() {
    assertThatThrownBy(() -> DominantColour.of(2, 2, new byte[15]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DominantColour.of(5000, 1, new byte[20_000]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
