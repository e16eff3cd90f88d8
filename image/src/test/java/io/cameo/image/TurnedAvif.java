package io.cameo.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Puts a turn into an AVIF's container, which no encoder at hand does (ISO/IEC 23008-12, 6.5.10).
 */
final class TurnedAvif {

  private static final int ADDED = 9 + 1;

  private TurnedAvif() {}

  /** The file with its first item turned anticlockwise by quarter turns. */
  static byte[] by(byte[] avif, int quarters) {
    ByteBuffer in = ByteBuffer.wrap(avif.clone());
    int meta = box(in, 0, avif.length, "meta");
    int iprp = box(in, meta + 12, meta + in.getInt(meta), "iprp");
    int ipco = box(in, iprp + 8, iprp + in.getInt(iprp), "ipco");
    int ipma = box(in, iprp + 8, iprp + in.getInt(iprp), "ipma");
    shiftLocations(in, box(in, meta + 12, meta + in.getInt(meta), "iloc"));
    int properties = count(in, ipco + 8, ipco + in.getInt(ipco));
    int endOfProperties = ipco + in.getInt(ipco);
    int firstCount = ipma + 12 + 4 + 2;
    int endOfFirst = firstCount + 1 + in.get(firstCount);
    for (int grown : new int[] {meta, iprp}) {
      in.putInt(grown, in.getInt(grown) + ADDED);
    }
    in.putInt(ipco, in.getInt(ipco) + 9);
    in.putInt(ipma, in.getInt(ipma) + 1);
    in.put(firstCount, (byte) (in.get(firstCount) + 1));

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(in.array(), 0, endOfProperties);
    out.writeBytes(new byte[] {0, 0, 0, 9, 'i', 'r', 'o', 't', (byte) quarters});
    out.write(in.array(), endOfProperties, endOfFirst - endOfProperties);
    out.write(0x80 | (properties + 1));
    out.write(in.array(), endOfFirst, avif.length - endOfFirst);
    return out.toByteArray();
  }

  private static int box(ByteBuffer in, int from, int end, String name) {
    for (int at = from; at < end; at += in.getInt(at)) {
      if (new String(in.array(), at + 4, 4, StandardCharsets.US_ASCII).equals(name)) {
        return at;
      }
    }
    throw new AssertionError("The AVIF has no box " + name + ".");
  }

  private static int count(ByteBuffer in, int from, int end) {
    int boxes = 0;
    for (int at = from; at < end; at += in.getInt(at)) {
      boxes++;
    }
    return boxes;
  }

  /** The pixels of the one item lie behind the boxes that grow: their place moves along. */
  private static void shiftLocations(ByteBuffer in, int iloc) {
    if (in.get(iloc + 8) != 0 || in.getShort(iloc + 12) != 0x4440 || in.getShort(iloc + 14) != 1) {
      throw new AssertionError("Another form of iloc than the encoder wrote so far.");
    }
    int base = iloc + 16 + 4;
    in.putInt(base, in.getInt(base) + ADDED);
  }
}
