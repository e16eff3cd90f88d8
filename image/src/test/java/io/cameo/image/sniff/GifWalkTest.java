package io.cameo.image.sniff;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.Refusal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GifWalkTest {
  private static BytesOut screen(int width, int height) {
    return BytesOut.start().text("GIF89a").u16le(width).u16le(height).u8(0, 0, 0);
  }

  private static byte[] frame(int left, int top, int width, int height, int flags) {
    return BytesOut.start()
        .u8(0x2C)
        .u16le(left)
        .u16le(top)
        .u16le(width)
        .u16le(height)
        .u8(flags, 2, 2, 0x4C, 0x01, 0)
        .done();
  }

  private static byte[] control(int flags) {
    return BytesOut.start().u8(0x21, 0xF9, 4, flags, 0, 0, 0, 0).done();
  }

  @Test
  void countsFramesR6() {
    assertThat(Walks.admitted(SmallPictures.animatedGif(3)).coding().frames()).isEqualTo(3);
    BytesOut most = screen(9, 9);
    for (int i = 0; i < 4_096; i++) {
      most.bytes(frame(0, 0, 9, 9, 0));
    }
    assertThat(Walks.admitted(most.done()).coding().frames()).isEqualTo(4_096);
    Walks.assertRefused(most.bytes(frame(0, 0, 9, 9, 0)).done(), Refusal.TOO_EXPENSIVE);
  }

  @Test
  void refusesFloodsOfExtensionsR6() {
    BytesOut out = screen(9, 9);
    for (int i = 0; i < 10_000; i++) {
      out.u8(0x21, 0xFE, 0);
    }
    Walks.assertRefused(out.bytes(frame(0, 0, 9, 9, 0)).u8(0x3B).done(), Refusal.TOO_EXPENSIVE);
  }

  @Test
  void reportsAHugeCanvasR6() {
    PictureFacts facts =
        Walks.admitted(screen(65535, 65535).bytes(frame(0, 0, 1, 1, 0)).u8(0x3B).done());
    assertThat(facts.pixels()).isEqualTo(65535L * 65535);
    assertThat(Admission.check(facts, 50_000_000)).isPresent();
  }

  @Test
  void reportsAFrameThatIsLargerThanItsCanvas() {
    PictureFacts facts =
        Walks.admitted(screen(1, 1).bytes(frame(2, 3, 60_000, 50_000, 0)).u8(0x3B).done());
    assertThat(facts.width()).isEqualTo(60_002);
    assertThat(facts.height()).isEqualTo(50_003);
  }

  @Test
  void needsOnlyTheFirstFrameWhole() {
    byte[] whole = SmallPictures.animatedGif(3);
    int firstEnd = 0;
    for (int length = 0; length <= whole.length; length++) {
      Walk walk = ContainerWalk.walk(ByteBuffer.wrap(whole, 0, length));
      if (walk instanceof Walk.Admitted) {
        firstEnd = firstEnd == 0 ? length : firstEnd;
      } else {
        assertThat(firstEnd).as("cut to %d bytes", length).isZero();
      }
    }
    assertThat(firstEnd).isBetween(100, whole.length - 100);
    assertThat(Walks.admitted(Arrays.copyOf(whole, firstEnd)).coding().frames()).isEqualTo(1);
  }

  @Test
  void refusesAGifWithoutAFrame() {
    Walks.assertRefused(screen(9, 9).u8(0x3B).done(), Refusal.DAMAGED_PICTURE);
    Walks.assertRefused(screen(9, 9).u8(0x77).done(), Refusal.DAMAGED_PICTURE);
    Walks.assertRefused(
        screen(0, 9).bytes(frame(0, 0, 9, 9, 0)).u8(0x3B).done(), Refusal.DAMAGED_PICTURE);
  }

  @Test
  void knowsWhatLetsTheBackgroundThrough() {
    byte[] full = frame(0, 0, 9, 9, 0);
    assertThat(Walks.admitted(screen(9, 9).bytes(full).done()).samples().alpha()).isFalse();
    assertThat(Walks.admitted(screen(9, 9).bytes(control(1)).bytes(full).done()).samples().alpha())
        .isTrue();
    assertThat(Walks.admitted(screen(9, 9).bytes(frame(0, 0, 8, 9, 0)).done()).samples().alpha())
        .isTrue();
    assertThat(
            Walks.admitted(screen(9, 9).bytes(full).bytes(control(1)).bytes(full).done())
                .samples()
                .alpha())
        .isFalse();
  }

  @Test
  void knowsInterlacing() {
    assertThat(Walks.admitted(screen(9, 9).bytes(frame(0, 0, 9, 9, 0x40)).u8(0x3B).done()).coding())
        .isEqualTo(new PictureFacts.Coding(1, 4, true));
  }
}
