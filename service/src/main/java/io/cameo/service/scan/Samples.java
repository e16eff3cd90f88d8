package io.cameo.service.scan;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * What a scanner is tried with. The EICAR test string, which every scanner knows and which harms
 * nobody, is put together here at run time, so that no scanner takes our own jar for infected.
 */
final class Samples {

  private static final String PIECES_BACKWARDS = "*H+H$!ELIF-TSET-SURIVITNA-DRADNATS-";
  private static final String FIRST_BACKWARDS = "RACIE$}7)CC7)^P(45XZP\\4[PA@%P!O5X";

  private static final int CENTRAL = 46;
  private static final int LOCAL = 30;
  private static final int END = 22;
  private static final byte[] NAME = "a".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] REST = "b".getBytes(StandardCharsets.US_ASCII);
  private static final int AROUND = 2 * (LOCAL + CENTRAL + 2 * NAME.length) + END;

  private Samples() {}

  /** The 68 bytes that every scanner finds. */
  static byte[] eicar() {
    return new StringBuilder(PIECES_BACKWARDS + FIRST_BACKWARDS)
        .reverse()
        .toString()
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Bytes in which there is nothing to be found. */
  static byte[] harmless() {
    return "A picture could stand here.".getBytes(StandardCharsets.US_ASCII);
  }

  /** Something that gives its bytes in pieces, so that a large one needs no memory. */
  interface Sink {
    void take(byte[] bytes, int length);
  }

  /** EICAR and then nothing but zeros, {@code length} bytes in all. */
  static void padded(long length, Sink sink) {
    byte[] eicar = eicar();
    sink.take(eicar, eicar.length);
    zeros(length - eicar.length, sink);
  }

  /** A ZIP of {@code length} bytes with EICAR in it as a file of its own, and a file of zeros. */
  static void zipped(long length, Sink sink) {
    byte[] eicar = eicar();
    CRC32 sum = new CRC32();
    sum.update(eicar);
    long padding = length - AROUND - eicar.length;
    CRC32 paddingSum = new CRC32();
    zeros(padding, (bytes, count) -> paddingSum.update(bytes, 0, count));
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.writeBytes(local(NAME, sum.getValue(), eicar.length));
    head.writeBytes(eicar);
    head.writeBytes(local(REST, paddingSum.getValue(), padding));
    sink.take(head.toByteArray(), head.size());
    zeros(padding, sink);
    ByteArrayOutputStream tail = new ByteArrayOutputStream();
    tail.writeBytes(central(NAME, sum.getValue(), eicar.length, 0));
    long second = LOCAL + NAME.length + (long) eicar.length;
    tail.writeBytes(central(REST, paddingSum.getValue(), padding, second));
    int directory = tail.size();
    tail.writeBytes(
        little(END)
            .putInt(0x06054b50)
            .putInt(0)
            .putShort((short) 2)
            .putShort((short) 2)
            .putInt(directory)
            .putInt((int) (length - END - directory))
            .putShort((short) 0)
            .array());
    sink.take(tail.toByteArray(), tail.size());
  }

  private static byte[] local(byte[] name, long sum, long size) {
    return little(LOCAL + name.length)
        .putInt(0x04034b50)
        .putShort((short) 10)
        .putLong(0)
        .putInt((int) sum)
        .putInt((int) size)
        .putInt((int) size)
        .putShort((short) name.length)
        .putShort((short) 0)
        .put(name)
        .array();
  }

  private static byte[] central(byte[] name, long sum, long size, long at) {
    return little(CENTRAL + name.length)
        .putInt(0x02014b50)
        .putShort((short) 10)
        .putShort((short) 10)
        .putLong(0)
        .putInt((int) sum)
        .putInt((int) size)
        .putInt((int) size)
        .putShort((short) name.length)
        .putLong(0)
        .putInt(0)
        .putInt((int) at)
        .put(name)
        .array();
  }

  private static ByteBuffer little(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void zeros(long length, Sink sink) {
    byte[] chunk = new byte[64 * 1024];
    for (long done = 0; done < length; done += chunk.length) {
      sink.take(chunk, (int) Math.min(chunk.length, length - done));
    }
  }
}
