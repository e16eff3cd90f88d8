package io.cameo.service.fallback.file;

import java.util.Arrays;

/** Bytes that grow. */
final class Bytes {

  private byte[] bytes = new byte[8_192];
  private int length;

  void add(int value) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * length);
    }
    bytes[length++] = (byte) value;
  }

  void addShort(int value) {
    add(value >> 8);
    add(value);
  }

  void addInt(int value) {
    addShort(value >> 16);
    addShort(value);
  }

  void addAll(byte[] more) {
    while (length + more.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }
}
