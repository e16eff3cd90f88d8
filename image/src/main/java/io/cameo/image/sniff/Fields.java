package io.cameo.image.sniff;

/** Reads the fields of one box in order, never beyond its end. */
final class Fields {
  private final Bytes in;
  private final long end;
  private long at;

  Fields(Bytes in, long from, long end) {
    this.in = in;
    this.at = from;
    this.end = end;
  }

  /** The next unsigned number of 0, 1, 2, 4 or 8 bytes; one of 0 bytes is 0. */
  long number(int bytes) throws RuleBroken {
    if (bytes > end - at) {
      throw RuleBroken.cutOff();
    }
    long value =
        switch (bytes) {
          case 0 -> 0;
          case 1 -> in.u8(at);
          case 2 -> in.u16(at);
          case 4 -> in.u32(at);
          case 8 -> in.u64(at);
          default -> throw RuleBroken.damaged("The picture is damaged: a field has a wrong width.");
        };
    at += bytes;
    return value;
  }

  int small(int bytes) throws RuleBroken {
    return (int) number(bytes);
  }

  boolean atEnd() {
    return at == end;
  }
}
