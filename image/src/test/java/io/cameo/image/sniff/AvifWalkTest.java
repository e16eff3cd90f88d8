package io.cameo.image.sniff;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvifWalkTest {
  private static AvifFile tiles(AvifFile file, int count, int side) {
    for (int i = 0; i < count; i++) {
      file.picture(side, side);
    }
    return file;
  }

  @Test
  void readsSizeChannelsAndBits() {
    assertThat(Walks.admitted(SmallPictures.avif()).samples())
        .isEqualTo(new PictureFacts.Samples(3, 8, false));
    assertThat(Walks.admitted(SmallPictures.avifWithAlpha()).samples())
        .isEqualTo(new PictureFacts.Samples(4, 8, true));
    PictureFacts facts = Walks.admitted(new AvifFile().picture(1234, 567).done());
    assertThat(facts.width()).isEqualTo(1234);
    assertThat(facts.height()).isEqualTo(567);
  }

  @Test
  void takesTheSizeOfThePrimaryItem() {
    byte[] two = new AvifFile().picture(300, 200).picture(600, 400).primary(2).done();
    assertThat(Walks.admitted(two).width()).isEqualTo(600);
  }

  @ParameterizedTest
  @CsvSource({
    "avis,avifmif1", "avif,avifavis", "avif,avifmsf1", "avif,avifheic", "avif,avifheim",
    "avif,avifhevc", "mif1,mif1miaf", "heic,avif", "isom,avif", "msf1,avif"
  })
  void refusesSequencesAndOtherCodecsByBrandR9(String major, String compatible) {
    Walks.assertRefused(
        new AvifFile().brands(major, compatible).picture(9, 9).done(), Refusal.UNSUPPORTED_TYPE);
  }

  @Test
  void refusesABrandBeyondTheFirst64BytesR9() {
    Walks.assertRefused(
        new AvifFile().brands("avif", "avif".repeat(20) + "avis").picture(9, 9).done(),
        Refusal.UNSUPPORTED_TYPE);
  }

  @Test
  void admitsTheGeneralBrandWithAvifBesideIt() {
    assertThat(
            Walks.admitted(new AvifFile().brands("mif1", "mif1avif").picture(9, 9).done()).width())
        .isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource({"hvc1", "jpeg", "iovl", "iden", "mime"})
  void refusesAPrimaryItemThatIsNotAv1F3(String type) {
    Walks.assertRefused(
        new AvifFile().item(type, 9, 9, new byte[20]).done(), Refusal.UNSUPPORTED_TYPE);
  }

  @Test
  void refusesTracksR9() {
    byte[] moov = BytesOut.start().box("moov", new byte[16]).done();
    Walks.assertRefused(
        new AvifFile().afterFtyp(moov).picture(9, 9).done(), Refusal.UNSUPPORTED_TYPE);
  }

  @Test
  void admitsAGridR8() {
    byte[] grid = tiles(new AvifFile().grid(1000, 700, 2, 2), 4, 512).done();
    PictureFacts facts = Walks.admitted(grid);
    assertThat(facts.width()).isEqualTo(1000);
    assertThat(facts.height()).isEqualTo(700);
  }

  @Test
  void refusesAGridWithTooManyTilesR8() {
    Walks.assertRefused(
        tiles(new AvifFile().grid(32_768, 32_768, 64, 64), 64 * 64, 512).done(),
        Refusal.TOO_EXPENSIVE);
  }

  @Test
  void refusesAGridThatMissesTilesR8() {
    byte[] body = BytesOut.start().u8(0, 0, 1, 1).u16(1000).u16(700).done();
    byte[] three = BytesOut.start().u16(1).u16(3).u16(2).u16(3).u16(4).done();
    AvifFile file = new AvifFile().item("grid", 1000, 700, body).references("dimg", three);
    Walks.assertRefused(tiles(file, 3, 512).done(), Refusal.DAMAGED_PICTURE);
  }

  @Test
  void refusesABitstreamLargerThanItsContainerSaysR8() {
    Walks.assertRefused(
        new AvifFile().picture(100, 100, 65_536, 65_536).done(), Refusal.DAMAGED_PICTURE);
    Walks.assertRefused(
        new AvifFile().picture(100, 100).picture(10, 10, 60_000, 60_000).done(),
        Refusal.TOO_EXPENSIVE);
    Walks.assertRefused(
        tiles(new AvifFile().grid(1000, 700, 2, 2), 4, 8_000).done(), Refusal.TOO_EXPENSIVE);
  }

  @Test
  void refusesAPictureWithoutASequenceHeader() {
    Walks.assertRefused(
        new AvifFile().item("av01", 9, 9, (byte) 0x12, (byte) 0).done(), Refusal.DAMAGED_PICTURE);
  }

  @Test
  void refusesItemsThatLieBeyondTheFile() {
    Walks.assertRefused(
        new AvifFile().picture(9, 9).extentsTooLongBy(1).done(), Refusal.DAMAGED_PICTURE);
    Walks.assertRefused(
        new AvifFile().picture(9, 9).extentsTooLongBy(0x7FFF_0000L).done(),
        Refusal.DAMAGED_PICTURE);
  }

  @Test
  void refusesTooManyItemsR8() {
    Walks.assertRefused(tiles(new AvifFile(), 513, 9).done(), Refusal.TOO_EXPENSIVE);
    assertThat(Walks.admitted(tiles(new AvifFile(), 512, 9).done()).width()).isEqualTo(9);
  }

  @Test
  void refusesFloodsOfBoxesAndReferencesR8() {
    BytesOut boxes = BytesOut.start();
    for (int i = 0; i < 300; i++) {
      boxes.box("free");
    }
    Walks.assertRefused(
        new AvifFile().afterFtyp(boxes.done()).picture(9, 9).done(), Refusal.TOO_EXPENSIVE);
    byte[] many = BytesOut.start().u16(1).u16(3_000).zeros(6_000).done();
    Walks.assertRefused(
        new AvifFile().picture(9, 9).references("cdsc", many).done(), Refusal.TOO_EXPENSIVE);
  }

  @Test
  void refusesSizesThatMakeNoSense() {
    Walks.assertRefused(new AvifFile().picture(0, 9, 9, 9).done(), Refusal.DAMAGED_PICTURE);
    Walks.assertRefused(new AvifFile().picture(65_536, 9, 9, 9).done(), Refusal.TOO_MANY_PIXELS);
  }

  @Test
  void refusesAMissingPrimaryItem() {
    Walks.assertRefused(new AvifFile().picture(9, 9).primary(2).done(), Refusal.DAMAGED_PICTURE);
  }

  @Test
  void readsALongSequenceHeader() throws RuleBroken {
    // Not reduced; timing with a decoder model; 2 operating points; 12 and 11 bits of size.
    String bits =
        "000"
            + "0"
            + "0"
            + "1"
            + "0".repeat(32)
            + "0".repeat(32)
            + "1"
            + "010"
            + "1"
            + "00011"
            + "0".repeat(32)
            + "00000"
            + "00000"
            + "1"
            + "00001"
            + "0".repeat(12)
            + "01000"
            + "0"
            + "1"
            + "0000"
            + "0000"
            + "0"
            + "1"
            + "0000"
            + "0".repeat(12)
            + "00000"
            + "0"
            + "0"
            + "1011"
            + "1010"
            + "111111111111"
            + "10000000000";
    byte[] unit = new byte[(bits.length() + 7) / 8];
    for (int i = 0; i < bits.length(); i++) {
      unit[i / 8] |= (byte) ((bits.charAt(i) - '0') << (7 - i % 8));
    }
    byte[] item = BytesOut.start().u8(0x0A, unit.length).bytes(unit).done();
    PictureFacts facts = Walks.admitted(new AvifFile().item("av01", 4096, 1025, item).done());
    assertThat(facts.width()).isEqualTo(4096);
    Walks.assertRefused(
        new AvifFile().item("av01", 4095, 1025, item).done(), Refusal.DAMAGED_PICTURE);
    Walks.assertRefused(
        new AvifFile().item("av01", 4096, 1024, item).done(), Refusal.DAMAGED_PICTURE);
  }
}
