package io.cameo.image.sniff;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.Refusal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WebpWalkTest {
  private static final int AFTER_RIFF = 12;

  private static byte[] header(int flags, int width, int height) {
    return BytesOut.start().u8(flags, 0, 0, 0).u24le(width - 1).u24le(height - 1).done();
  }

  /** The chunks of a simple file. */
  private static byte[] chunks(byte[] webp) {
    return Arrays.copyOfRange(webp, AFTER_RIFF, webp.length);
  }

  private static byte[] frame(int x, int y) {
    return BytesOut.start()
        .u24le(x / 2)
        .u24le(y / 2)
        .u24le(SmallPictures.WIDTH - 1)
        .u24le(SmallPictures.HEIGHT - 1)
        .u24le(1)
        .u8(0)
        .bytes(chunks(SmallPictures.webp()))
        .done();
  }

  /** An animation of this many frames with delays of 1 ms. */
  static byte[] animation(int frames) {
    BytesOut out =
        BytesOut.start()
            .riffChunk("VP8X", header(0x02, SmallPictures.WIDTH, SmallPictures.HEIGHT))
            .riffChunk("ANIM", new byte[6]);
    for (int i = 0; i < frames; i++) {
      out.riffChunk("ANMF", frame(0, 0));
    }
    return BytesOut.webp(out.done());
  }

  private static byte[] extended(int flags, byte... more) {
    return BytesOut.webp(
        BytesOut.start()
            .riffChunk("VP8X", header(flags, 16, 12))
            .bytes(chunks(SmallPictures.webp()))
            .bytes(more)
            .done());
  }

  private static byte[] lossless(int width, int height, int version) {
    long head = (width - 1) | (long) (height - 1) << 14 | (long) version << 29;
    return BytesOut.webp(
        BytesOut.start()
            .riffChunk("VP8L", BytesOut.start().u8(0x2F).u32le(head).zeros(8).done())
            .done());
  }

  @Test
  void reportsTheSizeOfABombR5() {
    PictureFacts facts = Walks.admitted(lossless(16383, 16383, 0));
    assertThat(facts.pixels()).isEqualTo(16383L * 16383);
    assertThat(Admission.check(facts, 50_000_000).orElseThrow().refusal())
        .isEqualTo(Refusal.TOO_MANY_PIXELS);
    Walks.assertRefused(lossless(16, 12, 1), Refusal.DAMAGED_PICTURE);
  }

  @Test
  void countsFramesR7() {
    assertThat(Walks.admitted(animation(3)).coding().frames()).isEqualTo(3);
    Walks.assertRefused(animation(10_000), Refusal.TOO_EXPENSIVE);
  }

  @Test
  void refusesFloodsOfChunks() {
    BytesOut flood = BytesOut.start();
    for (int i = 0; i < 5_000; i++) {
      flood.riffChunk("JUNK");
    }
    Walks.assertRefused(extended(0, flood.done()), Refusal.TOO_EXPENSIVE);
  }

  @Test
  void readsOrientationAndProfile() {
    byte[] exif = BytesOut.exif(true, 5);
    byte[] prefixed = BytesOut.start().text("Exif\0\0").bytes(exif).done();
    byte[] icc = BytesOut.start().riffChunk("ICCP", new byte[9]).done();
    for (byte[] form : new byte[][] {exif, prefixed}) {
      byte[] chunks = BytesOut.start().bytes(icc).riffChunk("EXIF", form).done();
      assertThat(Walks.admitted(extended(0x28, chunks)).tags())
          .isEqualTo(new PictureFacts.Tags(5, true));
    }
  }

  @Test
  void admitsAnUnknownChunk() {
    assertThat(
            Walks.admitted(extended(0, BytesOut.start().riffChunk("XYZ ", new byte[3]).done()))
                .width())
        .isEqualTo(16);
  }

  @Test
  void knowsAlpha() {
    assertThat(Walks.admitted(SmallPictures.webp()).samples().alpha()).isFalse();
    assertThat(Walks.admitted(SmallPictures.webpWithAlpha()).samples())
        .isEqualTo(new PictureFacts.Samples(4, 8, true));
    assertThat(Walks.admitted(SmallPictures.losslessWebp()).samples().alpha()).isTrue();
  }

  @Test
  void refusesContradictions() {
    byte[] twice =
        BytesOut.start()
            .riffChunk("VP8X", header(0, 16, 12))
            .bytes(chunks(SmallPictures.webp()))
            .bytes(chunks(SmallPictures.webp()))
            .done();
    Walks.assertRefused(BytesOut.webp(twice), Refusal.DAMAGED_PICTURE);
    byte[] otherCanvas =
        BytesOut.start()
            .riffChunk("VP8X", header(0, 17, 12))
            .bytes(chunks(SmallPictures.webp()))
            .done();
    Walks.assertRefused(BytesOut.webp(otherCanvas), Refusal.DAMAGED_PICTURE);
    byte[] outside =
        BytesOut.start().riffChunk("VP8X", header(2, 16, 12)).riffChunk("ANMF", frame(2, 0)).done();
    Walks.assertRefused(BytesOut.webp(outside), Refusal.DAMAGED_PICTURE);
    byte[] noFrame = BytesOut.start().riffChunk("VP8X", header(2, 16, 12)).done();
    Walks.assertRefused(BytesOut.webp(noFrame), Refusal.DAMAGED_PICTURE);
    Walks.assertRefused(
        BytesOut.webp(BytesOut.start().riffChunk("JUNK", new byte[8]).done()),
        Refusal.DAMAGED_PICTURE);
  }

  @Test
  void refusesALengthBeyondTheFile() {
    byte[] webp = SmallPictures.webp();
    webp[4]++;
    Walks.assertRefused(webp, Refusal.DAMAGED_PICTURE);
  }
}
