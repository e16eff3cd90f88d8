package io.cameo.service.fallback.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateTest {

  private static byte[] unpacked(byte[] packed, int length) throws DataFormatException {
    Inflater inflater = new Inflater();
    inflater.setInput(packed);
    byte[] bytes = new byte[length + 1];
    int count = 0;
    while (!inflater.finished() && count <= length) {
      count += inflater.inflate(bytes, count, bytes.length - count);
    }
    assertThat(inflater.finished()).isTrue();
    assertThat(inflater.getRemaining()).isZero();
    return Arrays.copyOf(bytes, count);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 257, 258, 259, 260, 4_096, 70_000})
  void anotherProgramReadsBackWhatWasPacked(int length) throws DataFormatException {
    Random random = new Random(length);
    for (int colours : new int[] {1, 2, 5, 256}) {
      for (int stride : new int[] {1, 17, 2_049, 40_000}) {
        byte[] bytes = new byte[length];
        byte colour = 0;
        for (int i = 0; i < length; i++) {
          if (random.nextInt(colours == 256 ? 1 : 40) == 0) {
            colour = (byte) random.nextInt(colours);
          }
          bytes[i] = i >= stride && random.nextInt(4) > 0 ? bytes[i - stride] : colour;
        }

        byte[] packed = Deflate.zlib(bytes, stride);

        assertThat(unpacked(packed, length)).isEqualTo(bytes);
      }
    }
  }

  @Test
  void equalRowsCostAFewBytesEach() {
    byte[] rows = new byte[512 * 513];
    Random random = new Random(1);
    byte[] row = new byte[513];
    random.nextBytes(row);
    for (int y = 0; y < 512; y++) {
      System.arraycopy(row, 0, rows, y * 513, 513);
    }

    assertThat(Deflate.zlib(rows, 513)).hasSizeLessThan(513 * 9 / 8 + 512 * 10);
  }
}
