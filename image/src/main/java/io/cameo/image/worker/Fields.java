package io.cameo.image.worker;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Strict reading of the small fields that heads are made of: everything that is not exactly right
 * is a {@link WireException}, and never anything else.
 */
final class Fields {
  private final ByteBuffer in;

  Fields(ByteBuffer in) {
    this.in = in;
  }

  /** A number of one byte, 0 to {@code max}. */
  int octet(int max) throws WireException {
    return bounded(in.get() & 0xff, 0, max);
  }

  /** A number of four bytes between two bounds, both included. */
  int number(int min, int max) throws WireException {
    return bounded(in.getInt(), min, max);
  }

  long positive() throws WireException {
    long value = in.getLong();
    if (value < 1) {
      throw new WireException("a number below its limit");
    }
    return value;
  }

  boolean flag() throws WireException {
    return octet(1) == 1;
  }

  byte[] bytes(int max) throws WireException {
    byte[] value = new byte[octet(max)];
    in.get(value);
    return value;
  }

  byte[] exactly(int length) {
    byte[] value = new byte[length];
    in.get(value);
    return value;
  }

  /** Text of printable ASCII; whatever reaches logs or users from a worker came through here. */
  String text(int max) throws WireException {
    byte[] value = bytes(max);
    for (byte b : value) {
      if (b < 0x20 || b > 0x7e) {
        throw new WireException("text with a character that is not printable ASCII");
      }
    }
    return new String(value, StandardCharsets.US_ASCII);
  }

  void end() throws WireException {
    if (in.hasRemaining()) {
      throw new WireException("bytes after the end of the head");
    }
  }

  private static int bounded(int value, int min, int max) throws WireException {
    if (value < min || value > max) {
      throw new WireException("a number beyond its limit");
    }
    return value;
  }

  /** Writes what {@link #text} reads: cut at the limit, and with a ? for what is not ASCII. */
  static void putText(ByteBuffer out, String value, int max) {
    byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
    int length = Math.min(bytes.length, max);
    out.put((byte) length);
    for (int i = 0; i < length; i++) {
      out.put(bytes[i] < 0x20 || bytes[i] > 0x7e ? (byte) '?' : bytes[i]);
    }
  }

  /** One way to take a structure apart; may run out of bytes or break a record's own rules. */
  interface Reading<T> {
    T read(Fields in) throws WireException;
  }

  /** Reads one whole head, to its last byte. */
  static <T> T whole(ByteBuffer head, Reading<T> reading) throws WireException {
    try {
      Fields in = new Fields(head);
      T value = reading.read(in);
      in.end();
      return value;
    } catch (BufferUnderflowException e) {
      throw new WireException("a head that ends too early", e);
    } catch (IllegalArgumentException e) {
      throw new WireException("a value that breaks its own rules", e);
    }
  }
}
