package io.cameo.image.sniff;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.Refusal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JpegWalkTest {
  private static final byte[] ONE_SCAN = {1, 1, 0, 0, 63, 0};

  /** A JPEG with this TIFF structure as its EXIF. */
  static byte[] withExif(byte[] tiff) {
    return withSegment(0xE1, BytesOut.start().text("Exif\0\0").bytes(tiff).done());
  }

  private static byte[] withSegment(int marker, byte... content) {
    return BytesOut.insert(
        SmallPictures.jpeg(20, 10), 2, BytesOut.start().segment(marker, content).done());
  }

  /** A grayscale frame header. */
  private static byte[] frame(int bits, int width, int height) {
    return BytesOut.start().u8(bits).u16(height).u16(width).u8(1, 1, 0x11, 0).done();
  }

  private static byte[] scans(int sof, byte[] frame, int scans) {
    BytesOut out = BytesOut.start().u8(0xFF, 0xD8).segment(sof, frame);
    for (int i = 0; i < scans; i++) {
      out.segment(0xDA, ONE_SCAN).u8(0x12, 0xFF, 0, 0x34);
    }
    return out.u8(0xFF, 0xD9).done();
  }

  private static byte[] withFrame(int sof, byte[] frame) {
    return scans(sof, frame, 1);
  }

  @Test
  void countsChannelsAndScans() {
    PictureFacts gray = Walks.admitted(SmallPictures.grayJpeg(20, 10));
    assertThat(gray.samples()).isEqualTo(new PictureFacts.Samples(1, 8, false));
    assertThat(gray.coding()).isEqualTo(new PictureFacts.Coding(1, 1, false));
    PictureFacts progressive = Walks.admitted(SmallPictures.progressiveJpeg(20, 10));
    assertThat(progressive.samples().channels()).isEqualTo(3);
    assertThat(progressive.coding().progressive()).isTrue();
    assertThat(progressive.coding().scans()).isGreaterThan(3);
  }

  @Test
  void refusesMoreThanAHundredScansR3() {
    assertThat(Walks.admitted(scans(0xC2, frame(8, 9, 9), 100)).coding().scans()).isEqualTo(100);
    Walks.assertRefused(scans(0xC2, frame(8, 9, 9), 101), Refusal.TOO_EXPENSIVE);
    Walks.assertRefused(scans(0xC2, frame(8, 7000, 7000), 2800), Refusal.TOO_EXPENSIVE);
  }

  @Test
  void treatsScansWithoutAllComponentsAsProgressive() {
    byte[] frame =
        BytesOut.start().u8(8).u16(9).u16(9).u8(3, 1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0).done();
    assertThat(Walks.admitted(withFrame(0xC0, frame)).coding().progressive()).isTrue();
  }

  @Test
  void refusesFloodsOfSegmentsR11() {
    byte[] jpeg = SmallPictures.jpeg(20, 10);
    BytesOut thousands = BytesOut.start();
    for (int i = 0; i < 100_000; i++) {
      thousands.segment(0xC4);
    }
    Walks.assertRefused(BytesOut.insert(jpeg, 2, thousands.done()), Refusal.TOO_EXPENSIVE);
    BytesOut few = BytesOut.start();
    for (int i = 0; i < 300; i++) {
      few.segment(0xE2, new byte[65_533]);
    }
    assertThat(Walks.admitted(BytesOut.insert(jpeg, 2, few.done())).width()).isEqualTo(20);
  }

  @Test
  void boundsFillBytesR11() {
    byte[] fill = new byte[60_000];
    Arrays.fill(fill, (byte) 0xFF);
    byte[] once = BytesOut.insert(SmallPictures.jpeg(20, 10), 2, fill);
    assertThat(Walks.admitted(once).width()).isEqualTo(20);
    Walks.assertRefused(BytesOut.insert(once, 2, fill), Refusal.TOO_EXPENSIVE);
  }

  /** SOF3, SOF5 to SOF7, SOF9 to SOF11, SOF13 to SOF15: lossless, hierarchical, arithmetic. */
  @ParameterizedTest
  @ValueSource(ints = {0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
  void refusesCodingsThatBrowsersDoNotKnow(int sof) {
    Walks.assertRefused(withFrame(sof, frame(8, 9, 9)), Refusal.UNSUPPORTED_TYPE);
  }

  @Test
  void refusesTwelveBitsAndTwoChannels() {
    Walks.assertRefused(withFrame(0xC1, frame(12, 9, 9)), Refusal.UNSUPPORTED_TYPE);
    byte[] two = BytesOut.start().u8(8).u16(9).u16(9).u8(2, 1, 0x11, 0, 2, 0x11, 0).done();
    Walks.assertRefused(withFrame(0xC0, two), Refusal.UNSUPPORTED_TYPE);
    assertThat(Walks.admitted(withFrame(0xC1, frame(8, 9, 9))).height()).isEqualTo(9);
  }

  @Test
  void refusesAFrameThatMakesNoSense() {
    Walks.assertRefused(withFrame(0xC0, frame(8, 0, 9)), Refusal.DAMAGED_PICTURE);
    Walks.assertRefused(withFrame(0xC0, frame(8, 9, 0)), Refusal.DAMAGED_PICTURE);
    byte[] sampling = BytesOut.start().u8(8).u16(9).u16(9).u8(1, 1, 0x05, 0).done();
    Walks.assertRefused(withFrame(0xC0, sampling), Refusal.DAMAGED_PICTURE);
    byte[] longer = BytesOut.start().u8(8).u16(9).u16(9).u8(1, 1, 0x11, 0, 0).done();
    Walks.assertRefused(withFrame(0xC0, longer), Refusal.DAMAGED_PICTURE);
    Walks.assertRefused(
        BytesOut.insert(
            withFrame(0xC0, frame(8, 9, 9)),
            2,
            BytesOut.start().segment(0xC0, frame(8, 9, 9)).done()),
        Refusal.DAMAGED_PICTURE);
    Walks.assertRefused(scans(0xC0, frame(8, 9, 9), 0), Refusal.DAMAGED_PICTURE);
  }

  @Test
  void admitsALargeHeaderForThePixelLimitR4() {
    byte[] bomb = withFrame(0xC0, frame(8, 35584, 18696));
    PictureFacts facts = Walks.admitted(bomb);
    assertThat(facts.pixels()).isEqualTo(35584L * 18696);
    assertThat(Admission.check(facts, 50_000_000).orElseThrow().refusal())
        .isEqualTo(Refusal.TOO_MANY_PIXELS);
  }

  @Test
  void readsTheOrientationM4() {
    for (int orientation = 1; orientation <= 8; orientation++) {
      for (boolean little : new boolean[] {true, false}) {
        PictureFacts facts = Walks.admitted(withExif(BytesOut.exif(little, orientation)));
        assertThat(facts.tags().orientation()).isEqualTo(orientation);
        assertThat(facts.orientedWidth()).isEqualTo(orientation < 5 ? 20 : 10);
        assertThat(facts.orientedHeight()).isEqualTo(orientation < 5 ? 10 : 20);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 65535})
  void takesASenselessOrientationAsUprightM4(int orientation) {
    assertThat(Walks.admitted(withExif(BytesOut.exif(true, orientation))).tags().orientation())
        .isEqualTo(1);
  }

  @Test
  void takesTheOrientationOfTheFirstExifM4() {
    byte[] two =
        BytesOut.insert(
            withExif(BytesOut.exif(true, 3)),
            2,
            BytesOut.start()
                .segment(
                    0xE1, BytesOut.start().text("Exif\0\0").bytes(BytesOut.exif(false, 8)).done())
                .done());
    assertThat(Walks.admitted(two).tags().orientation()).isEqualTo(8);
  }

  @Test
  void doesNotMindABrokenExif() {
    byte[] outside = BytesOut.start().text("II*\0").u32le(0xFFFF_FFF0L).done();
    assertThat(Walks.admitted(withExif(outside)).tags().orientation()).isEqualTo(1);
    byte[] endless = BytesOut.start().text("MM\0*").u32(8).u16(65535).zeros(40).done();
    assertThat(Walks.admitted(withExif(endless)).tags().orientation()).isEqualTo(1);
    byte[] asLong =
        BytesOut.start().text("MM\0*").u32(8).u16(1).u16(0x112).u16(4).u32(1).u32(6).done();
    assertThat(Walks.admitted(withExif(asLong)).tags().orientation()).isEqualTo(1);
  }

  @Test
  void seesAColourProfile() {
    byte[] profile = BytesOut.start().text("ICC_PROFILE\0").u8(1, 1).zeros(20).done();
    assertThat(Walks.admitted(withSegment(0xE2, profile)).tags().iccProfile()).isTrue();
    assertThat(Walks.admitted(SmallPictures.jpeg(20, 10)).tags().iccProfile()).isFalse();
  }

  @Test
  void findsTheEndOfThePictureNotOfItsThumbnailM2() {
    byte[] thumbnail = SmallPictures.jpeg(8, 8);
    byte[] exif =
        BytesOut.start().text("Exif\0\0").bytes(BytesOut.exif(true, 1)).bytes(thumbnail).done();
    byte[] withSecond =
        BytesOut.start().bytes(withSegment(0xE1, exif)).bytes(SmallPictures.jpeg(99, 99)).done();
    PictureFacts facts = Walks.admitted(withSecond);
    assertThat(facts.width()).isEqualTo(20);
    assertThat(facts.trailingBytes()).isEqualTo(SmallPictures.jpeg(99, 99).length);
  }
}
