package io.cameo.image.sniff;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.Refusal;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PngWalkTest {
  private static final int AFTER_HEADER = 33;

  private static byte[] header(long width, long height, int bits, int colourType, int interlace) {
    return BytesOut.start().u32(width).u32(height).u8(bits, colourType, 0, 0, interlace).done();
  }

  private static byte[] png(byte[] header, byte[] between) {
    return BytesOut.start()
        .text(PngWalk.SIGNATURE)
        .chunk("IHDR", header)
        .bytes(between)
        .chunk("IDAT", new byte[9])
        .chunk("IEND")
        .done();
  }

  private static byte[] with(byte[] chunks) {
    return BytesOut.insert(SmallPictures.png(16, 12, false), AFTER_HEADER, chunks);
  }

  private static byte[] many(int count, String name, byte... content) {
    BytesOut out = BytesOut.start();
    for (int i = 0; i < count; i++) {
      out.chunk(name, content);
    }
    return out.done();
  }

  /** Table 12 of the standard; palettes need a PLTE, so they are tested apart. */
  @ParameterizedTest
  @CsvSource({
    "0,1,1", "0,2,1", "0,4,1", "0,8,1", "0,16,1", "2,8,3", "2,16,3", "4,8,2", "4,16,2", "6,8,4",
    "6,16,4"
  })
  void admitsEveryDepthOfEveryColourType(int colourType, int bits, int channels) {
    PictureFacts facts = Walks.admitted(png(header(7, 5, bits, colourType, 1), new byte[0]));
    assertThat(facts.samples())
        .isEqualTo(new PictureFacts.Samples(channels, bits, colourType >= 4));
    assertThat(facts.coding()).isEqualTo(new PictureFacts.Coding(1, 7, true));
  }

  @ParameterizedTest
  @CsvSource({"0,3", "0,0", "2,4", "2,1", "3,16", "4,4", "6,2", "1,8", "5,8", "7,8", "255,8"})
  void refusesEveryOtherDepth(int colourType, int bits) {
    Walks.assertRefused(
        png(header(7, 5, bits, colourType, 0), new byte[0]), Refusal.DAMAGED_PICTURE);
  }

  @Test
  void refusesAHeaderThatMakesNoSense() {
    Walks.assertRefused(png(header(0, 5, 8, 2, 0), new byte[0]), Refusal.DAMAGED_PICTURE);
    Walks.assertRefused(png(header(5, 0, 8, 2, 0), new byte[0]), Refusal.DAMAGED_PICTURE);
    Walks.assertRefused(png(header(1L << 31, 5, 8, 2, 0), new byte[0]), Refusal.DAMAGED_PICTURE);
    Walks.assertRefused(png(header(5, 5, 8, 2, 2), new byte[0]), Refusal.DAMAGED_PICTURE);
  }

  @Test
  void refusesAPaletteThatIsMissingOrMakesNoSense() {
    byte[] header = header(5, 5, 8, 3, 0);
    Walks.assertRefused(png(header, new byte[0]), Refusal.DAMAGED_PICTURE);
    Walks.assertRefused(png(header, many(1, "PLTE", new byte[4])), Refusal.DAMAGED_PICTURE);
    Walks.assertRefused(png(header, many(1, "PLTE", new byte[771])), Refusal.DAMAGED_PICTURE);
    Walks.assertRefused(png(header, many(2, "PLTE", new byte[3])), Refusal.DAMAGED_PICTURE);
    assertThat(Walks.admitted(png(header, many(1, "PLTE", new byte[768]))).samples().channels())
        .isEqualTo(3);
  }

  @Test
  void knowsThatATransparentColourIsAlpha() {
    byte[] gray = png(header(5, 5, 8, 0, 0), many(1, "tRNS", new byte[2]));
    assertThat(Walks.admitted(gray).samples()).isEqualTo(new PictureFacts.Samples(2, 8, true));
    byte[] opaque = SmallPictures.opaquePng(BufferedImage.TYPE_INT_RGB);
    assertThat(Walks.admitted(opaque).samples().alpha()).isFalse();
  }

  @Test
  void refusesAWrongChecksumOfPixels() {
    byte[] png = SmallPictures.png(16, 12, false);
    png[AFTER_HEADER + 12] ^= 1;
    Walks.assertRefused(png, Refusal.DAMAGED_PICTURE);
  }

  @Test
  void refusesFloodsOfTextR10() {
    assertThat(Walks.admitted(with(many(1_000, "tEXt", new byte[3]))).width()).isEqualTo(16);
    Walks.assertRefused(with(many(1_001, "tEXt", new byte[3])), Refusal.TOO_EXPENSIVE);
    Walks.assertRefused(with(many(100_000, "tEXt", new byte[3])), Refusal.TOO_EXPENSIVE);
  }

  @Test
  void refusesInflatableChunksBeyondTheirNumberR10() {
    byte[] compressed = BytesOut.start().text("Comment\0").u8(1, 0).zeros(20).done();
    byte[] plain = BytesOut.start().text("Comment\0").u8(0, 0).zeros(20).done();
    Walks.assertRefused(with(many(17, "zTXt", new byte[6_300])), Refusal.TOO_EXPENSIVE);
    Walks.assertRefused(with(many(17, "iTXt", compressed)), Refusal.TOO_EXPENSIVE);
    assertThat(Walks.admitted(with(many(17, "iTXt", plain))).width()).isEqualTo(16);
    assertThat(Walks.admitted(with(many(16, "iTXt", compressed))).width()).isEqualTo(16);
    Walks.assertRefused(with(many(1, "iCCP", new byte[(4 << 20) + 1])), Refusal.TOO_EXPENSIVE);
  }

  @Test
  void refusesHugeAncillaryChunksR10() {
    Walks.assertRefused(with(many(1, "eXIf", new byte[8_000_000])), Refusal.TOO_EXPENSIVE);
    Walks.assertRefused(with(many(1, "prVt", new byte[8_000_001])), Refusal.TOO_EXPENSIVE);
  }

  @Test
  void readsOrientationAndProfile() {
    PictureFacts facts =
        Walks.admitted(
            with(
                BytesOut.start()
                    .chunk("eXIf", BytesOut.exif(false, 6))
                    .chunk("iCCP", new byte[30])
                    .done()));
    assertThat(facts.tags()).isEqualTo(new PictureFacts.Tags(6, true));
  }

  @Test
  void countsTheFramesOfAnAnimationR7() {
    byte[] three = BytesOut.start().chunk("acTL", new byte[8]).bytes(many(3, "fcTL")).done();
    assertThat(Walks.admitted(with(three)).coding().frames()).isEqualTo(3);
    Walks.assertRefused(with(many(4_097, "fcTL")), Refusal.TOO_EXPENSIVE);
  }

  @Test
  void refusesChunksThatTheStandardDoesNotKnow() {
    Walks.assertRefused(with(many(1, "CgBI", new byte[4])), Refusal.UNSUPPORTED_TYPE);
    Walks.assertRefused(with(many(1, "a\0bc")), Refusal.DAMAGED_PICTURE);
    Walks.assertRefused(with(many(1, "IHDR", new byte[13])), Refusal.DAMAGED_PICTURE);
  }

  @Test
  void admitsPixelsInManySmallChunks() {
    byte[] header = header(5, 5, 8, 2, 0);
    assertThat(Walks.admitted(png(header, many(20_000, "IDAT", (byte) 1))).width()).isEqualTo(5);
    Walks.assertRefused(png(header, many(70_000, "IDAT", (byte) 1)), Refusal.TOO_EXPENSIVE);
  }
}
