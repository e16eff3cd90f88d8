package io.cameo.image.sniff;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the end of entropy-coded data in a JPEG: the first 0xFF that is followed by anything but
 * the 0x00 of a stuffed byte or the number of a restart marker.
 *
 * <p>This is nearly all of a walk's time, and the worker's JVM has only the quick compiler: eight
 * bytes are looked at together, out of a small window on the heap, because that compiler reads an
 * array twice as fast as a buffer.
 */
final class EntropyScan {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x7F7F_7F7F_7F7F_7F7FL;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long ONES = 0x0101_0101_0101_0101L;

  /** What one step reads: eight bytes and the follower of the last one. */
  private static final int STEP = Long.BYTES + 1;

  private final Bytes in;
  private final byte[] window = new byte[8192];
  private int start;
  private int length;
  private int restarts;

  EntropyScan(Bytes in) {
    this.in = in;
  }

  /**
   * The position of the first 0xFF at or after {@code from} whose next byte neither is 0x00 nor
   * makes it a restart marker.
   *
   * @throws RuleBroken when the data ends without one
   */
  int nextMarker(int from) throws RuleBroken {
    int at = from;
    while (in.has(at, 2)) {
      if (at < start || at > start + length - STEP) {
        start = at;
        length = in.copy(at, window);
      }
      int found = findInWindow(at - start);
      if (found >= 0) {
        return start + found;
      }
      at = start + ~found;
    }
    throw RuleBroken.cutOff();
  }

  /** Restart markers passed so far. */
  int restarts() {
    return restarts;
  }

  /** The index of a marker in the window, or the complement of where to go on. */
  private int findInWindow(int from) {
    byte[] bytes = window;
    int last = length - STEP;
    int i = from;
    for (; i <= last; i += Long.BYTES) {
      long here = (long) LONGS.get(bytes, i);
      // Exact: the high bit of each byte that is 0xFF.
      long full = ((here & LOW_BITS) + ONES) & here & HIGH_BITS;
      if (full != 0) {
        long next = (long) LONGS.get(bytes, i + 1);
        long marker = full & (((next & LOW_BITS) + LOW_BITS) | next);
        for (; marker != 0; marker &= marker - 1) {
          int found = i + (Long.numberOfTrailingZeros(marker) >>> 3);
          if (!isRestart(bytes[found + 1])) {
            return found;
          }
          restarts++;
        }
      }
    }
    if (start + length < in.size()) {
      return ~i;
    }
    for (; i < length - 1; i++) {
      if (bytes[i] == -1 && bytes[i + 1] != 0) {
        if (!isRestart(bytes[i + 1])) {
          return i;
        }
        restarts++;
      }
    }
    return ~i;
  }

  /** Whether a marker's code is one of RST0 to RST7. */
  static boolean isRestart(int code) {
    return (code & 0xF8) == 0xD0;
  }
}
