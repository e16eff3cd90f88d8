package io.cameo.image.sniff;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EntropyScanTest {
  /** Few kinds of bytes, so that every pair of them stands at every place of a step. */
  private static final int[] ALPHABET = {0xFF, 0xFF, 0x00, 0x00, 0xD0, 0xD7, 0xD9, 0x7F, 0xFE, 1};

  @Test
  void findsWhatAPlainSearchFinds() throws RuleBroken {
    Random random = new Random(3);
    for (int round = 0; round < 400; round++) {
      byte[] bytes = new byte[random.nextInt(round % 2 == 0 ? 60 : 20_000)];
      int rarity = 1 + random.nextInt(200);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] =
            (byte) (random.nextInt(rarity) == 0 ? ALPHABET[random.nextInt(ALPHABET.length)] : 0x55);
      }
      EntropyScan scan = new EntropyScan(Bytes.of(ByteBuffer.wrap(bytes)));
      int at = 0;
      int expected;
      while ((expected = plainSearch(bytes, at)) >= 0) {
        assertThat(scan.nextMarker(at)).isEqualTo(expected);
        at = expected + 1;
      }
      assertThat(endsFrom(scan, at)).isTrue();
    }
  }

  @Test
  void countsRestartsOnce() throws RuleBroken {
    byte[] bytes = new byte[30_000];
    for (int i = 0; i + 4 < bytes.length; i += 3) {
      bytes[i] = (byte) 0xFF;
      bytes[i + 1] = (byte) (0xD0 + i % 8);
    }
    bytes[bytes.length - 2] = (byte) 0xFF;
    bytes[bytes.length - 1] = (byte) 0xD9;
    EntropyScan scan = new EntropyScan(Bytes.of(ByteBuffer.wrap(bytes)));
    assertThat(scan.nextMarker(0)).isEqualTo(bytes.length - 2);
    assertThat(scan.restarts()).isEqualTo(9_999);
  }

  private static boolean endsFrom(EntropyScan scan, int at) {
    try {
      scan.nextMarker(at);
      return false;
    } catch (RuleBroken cutOff) {
      return true;
    }
  }

  private static int plainSearch(byte[] bytes, int from) {
    for (int i = from; i + 1 < bytes.length; i++) {
      int next = bytes[i + 1] & 0xFF;
      if (bytes[i] == -1 && next != 0 && (next < 0xD0 || next > 0xD7)) {
        return i;
      }
    }
    return -1;
  }
}
