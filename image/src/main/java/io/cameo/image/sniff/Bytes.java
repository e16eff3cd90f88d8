package io.cameo.image.sniff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * A fixed window on a picture's bytes. Every read is checked against the window and ends in {@link
 * RuleBroken} (cut off) instead of an exception of the buffer; positions are long so that sums of
 * two lengths read from a file cannot overflow.
 */
final class Bytes {
  private final ByteBuffer buffer;
  private final int size;

  private Bytes(ByteBuffer slice) {
    this.buffer = slice.order(ByteOrder.BIG_ENDIAN);
    this.size = slice.limit();
  }

  /** The bytes between position and limit, which both stay as they are. */
  static Bytes of(ByteBuffer picture) {
    return new Bytes(picture.slice());
  }

  int size() {
    return size;
  }

  boolean has(long at, long length) {
    return at >= 0 && length >= 0 && at <= size && length <= size - at;
  }

  /** A window of its own on a part of this one. */
  Bytes part(long at, long length) throws RuleBroken {
    return new Bytes(buffer.slice(checked(at, length), (int) length));
  }

  int u8(long at) throws RuleBroken {
    return buffer.get(checked(at, 1)) & 0xFF;
  }

  int u16(long at) throws RuleBroken {
    return buffer.getShort(checked(at, 2)) & 0xFFFF;
  }

  int u16le(long at) throws RuleBroken {
    return Short.reverseBytes(buffer.getShort(checked(at, 2))) & 0xFFFF;
  }

  int u24le(long at) throws RuleBroken {
    return u16le(at) | u8(at + 2) << 16;
  }

  /** Four bytes as they stand: the form of names such as {@code IHDR}. */
  int name(long at) throws RuleBroken {
    return buffer.getInt(checked(at, 4));
  }

  long u32(long at) throws RuleBroken {
    return name(at) & 0xFFFF_FFFFL;
  }

  long u32le(long at) throws RuleBroken {
    return Integer.reverseBytes(name(at)) & 0xFFFF_FFFFL;
  }

  /** An unsigned number of 8 bytes; what does not fit a long lies beyond any file. */
  long u64(long at) throws RuleBroken {
    long value = buffer.getLong(checked(at, 8));
    if (value < 0) {
      throw RuleBroken.cutOff();
    }
    return value;
  }

  /** Whether these Latin-1 characters stand there; false where the window is too short. */
  boolean matches(long at, String expected) {
    if (!has(at, expected.length())) {
      return false;
    }
    for (int i = 0; i < expected.length(); i++) {
      if ((buffer.get((int) at + i) & 0xFF) != expected.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** CRC-32 (ISO 3309, as PNG uses it) of a range. */
  long crc32(long at, long length) throws RuleBroken {
    CRC32 crc = new CRC32();
    crc.update(buffer.slice(checked(at, length), (int) length));
    return crc.getValue();
  }

  /** Copies as many bytes from there as the window and the target hold; returns how many. */
  int copy(int at, byte[] target) {
    int length = Math.min(target.length, size - at);
    buffer.get(at, target, 0, length);
    return length;
  }

  /** Four characters as {@link #name} would read them. */
  static int name(String fourCharacters) {
    return fourCharacters.charAt(0) << 24
        | fourCharacters.charAt(1) << 16
        | fourCharacters.charAt(2) << 8
        | fourCharacters.charAt(3);
  }

  private int checked(long at, long length) throws RuleBroken {
    if (!has(at, length)) {
      throw RuleBroken.cutOff();
    }
    return (int) at;
  }
}
