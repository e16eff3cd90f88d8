package io.cameo.image.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.ImageType;
import io.cameo.image.sniff.PictureFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decoder makes as few pixels as will do, and never fewer. */
class DecodeTest {

  @ParameterizedTest
  @CsvSource({
    "3024, 512, 4",
    "3024, 1024, 2",
    "3024, 1513, 1",
    "3024, 1512, 2",
    "4096, 512, 8",
    "4095, 512, 4",
    "20000, 64, 8",
    "300, 300, 1",
    "1, 1, 1"
  })
  void reducesAJpegAsFarAsEnoughPixelsStay(int side, int needed, int shrink) {
    assertThat(Decode.shrink(facts(ImageType.JPEG, false), side, needed)).isEqualTo(shrink);
  }

  @Test
  void reducesAnOpaqueWebp() {
    assertThat(Decode.shrink(facts(ImageType.WEBP, false), 3000, 512)).isEqualTo(4);
  }

  /** Its decoder averages the colours of invisible pixels into those of visible ones. */
  @Test
  void decodesATransparentWebpAtFullSize() {
    assertThat(Decode.shrink(facts(ImageType.WEBP, true), 3000, 512)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"PNG", "GIF", "AVIF"})
  void decodesOtherTypesAtFullSize(ImageType type) {
    assertThat(Decode.shrink(facts(type, false), 3000, 64)).isEqualTo(1);
  }

  private static PictureFacts facts(ImageType type, boolean alpha) {
    return new PictureFacts(
        type,
        4000,
        3000,
        new PictureFacts.Samples(alpha ? 4 : 3, 8, alpha),
        new PictureFacts.Coding(1, 1, false),
        new PictureFacts.Tags(1, false),
        0);
  }
}
