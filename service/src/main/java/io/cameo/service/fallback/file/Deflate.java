package io.cameo.service.fallback.file;

import java.util.Arrays;
import java.util.zip.Adler32;

/**
 * Packs rows of pixels as a zlib stream (RFC 1950, 1951) with the fixed codes. It looks for
 * repetitions in three places only, which are where flat drawings have them: the row above, the
 * byte before, and where the same four bytes stood last.
 */
final class Deflate {

  private static final int SHORTEST = 3;
  private static final int LONGEST = 258;
  private static final int FARTHEST = 32_768;
  private static final int END = 256;
  private static final int HASH_BITS = 12;

  /** Code of each length from 3 to 258, and its extra bits, as RFC 1951 numbers them. */
  private static final int[] LENGTH_CODE = new int[LONGEST + 1];

  private static final int[] LENGTH_BASE = new int[29];
  private static final int[] LENGTH_EXTRA = new int[29];
  private static final int[] DISTANCE_BASE = new int[30];
  private static final int[] DISTANCE_EXTRA = new int[30];

  static {
    int base = SHORTEST;
    for (int code = 0; code < 28; code++) {
      LENGTH_EXTRA[code] = code < 8 ? 0 : code / 4 - 1;
      LENGTH_BASE[code] = base;
      for (int i = 0; i < 1 << LENGTH_EXTRA[code] && base <= LONGEST; i++) {
        LENGTH_CODE[base++] = code;
      }
    }
    LENGTH_BASE[28] = LONGEST;
    LENGTH_CODE[LONGEST] = 28;
    int distance = 1;
    for (int code = 0; code < 30; code++) {
      DISTANCE_EXTRA[code] = code < 4 ? 0 : code / 2 - 1;
      DISTANCE_BASE[code] = distance;
      distance += 1 << DISTANCE_EXTRA[code];
    }
  }

  private final Bytes out = new Bytes();
  private long pending;
  private int pendingBits;

  private Deflate() {}

  /**
   * @param stride bytes of a row
   */
  static byte[] zlib(byte[] bytes, int stride) {
    Deflate deflate = new Deflate();
    deflate.out.add(0x78);
    deflate.out.add(0x01);
    // The last block, with the fixed codes.
    deflate.put(1, 1);
    deflate.put(1, 2);
    deflate.pack(bytes, stride);
    deflate.symbol(END);
    deflate.put(0, 7);
    Adler32 sum = new Adler32();
    sum.update(bytes);
    deflate.out.addInt((int) sum.getValue());
    return deflate.out.toBytes();
  }

  private void pack(byte[] bytes, int stride) {
    int[] seen = new int[1 << HASH_BITS];
    Arrays.fill(seen, -1);
    int at = 0;
    while (at < bytes.length) {
      int most = Math.min(LONGEST, bytes.length - at);
      int length = same(bytes, at, stride, most);
      int distance = stride;
      if (length < most) {
        int run = same(bytes, at, 1, most);
        if (run > length) {
          length = run;
          distance = 1;
        }
      }
      if (length < most && at + 4 <= bytes.length) {
        int slot = hash(bytes, at);
        int earlier = seen[slot] < 0 ? 0 : same(bytes, at, at - seen[slot], most);
        if (earlier > length) {
          length = earlier;
          distance = at - seen[slot];
        }
        seen[slot] = at;
      }
      if (length < SHORTEST) {
        symbol(bytes[at] & 0xff);
        at++;
      } else {
        repetition(length, distance);
        at += length;
      }
    }
  }

  private static int hash(byte[] bytes, int at) {
    int four =
        (bytes[at] & 0xff)
            | (bytes[at + 1] & 0xff) << 8
            | (bytes[at + 2] & 0xff) << 16
            | bytes[at + 3] << 24;
    return (four * 0x9E3779B1) >>> (32 - HASH_BITS);
  }

  /** How many bytes from here repeat those that far back. */
  private static int same(byte[] bytes, int at, int back, int most) {
    if (back > at || back > FARTHEST) {
      return 0;
    }
    int differs = Arrays.mismatch(bytes, at, at + most, bytes, at - back, at - back + most);
    return differs < 0 ? most : differs;
  }

  private void repetition(int length, int distance) {
    int code = LENGTH_CODE[length];
    symbol(257 + code);
    put(length - LENGTH_BASE[code], LENGTH_EXTRA[code]);
    int far = Arrays.binarySearch(DISTANCE_BASE, distance);
    far = far < 0 ? -far - 2 : far;
    put(Integer.reverse(far) >>> 27, 5);
    put(distance - DISTANCE_BASE[far], DISTANCE_EXTRA[far]);
  }

  /** A literal, the end or a length, by the fixed code of RFC 1951, 3.2.6. */
  private void symbol(int symbol) {
    if (symbol < 144) {
      code(0x30 + symbol, 8);
    } else if (symbol < 256) {
      code(0x190 + symbol - 144, 9);
    } else if (symbol < 280) {
      code(symbol - 256, 7);
    } else {
      code(0xc0 + symbol - 280, 8);
    }
  }

  /** Codes go out with their highest bit first, all else with the lowest. */
  private void code(int code, int bits) {
    put(Integer.reverse(code) >>> (32 - bits), bits);
  }

  private void put(int value, int bits) {
    pending |= (long) value << pendingBits;
    pendingBits += bits;
    while (pendingBits >= 8) {
      out.add((int) pending);
      pending >>>= 8;
      pendingBits -= 8;
    }
  }
}
