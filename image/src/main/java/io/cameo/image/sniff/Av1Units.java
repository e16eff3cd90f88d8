package io.cameo.image.sniff;

import io.cameo.image.sniff.AvifItems.Extent;
import java.util.List;

/**
 * The open bitstream units of one AV1 item (AV1 bitstream specification, sections 5.3 to 5.5), read
 * only for the largest frame that its sequence headers allow: the container's size is a claim, this
 * is what the decoder makes room for (R8).
 */
final class Av1Units {
  private static final int SEQUENCE_HEADER = 1;

  private final Bytes in;
  private final List<Extent> extents;
  private final long size;
  private int extent;
  private long extentStart;
  private long bit;
  private long unitEnd;
  private int width;
  private int height;

  private Av1Units(Bytes in, List<Extent> extents) {
    this.in = in;
    this.extents = extents;
    this.size = extents.stream().mapToLong(Extent::length).sum();
  }

  /** Largest frame that an item's sequence headers allow, in pixels. */
  record Frame(int width, int height) {
    long pixels() {
      return (long) width * height;
    }
  }

  /**
   * @throws RuleBroken when the item holds no sequence header, or its units do not fit together
   */
  static Frame largestFrame(Bytes in, List<Extent> extents) throws RuleBroken {
    return new Av1Units(in, extents).walk();
  }

  private Frame walk() throws RuleBroken {
    long at = 0;
    int units = 0;
    while (at < size) {
      if (++units > Limits.AV1_UNITS) {
        throw RuleBroken.expensive("The picture is cut into too many pieces.");
      }
      int header = u8(at);
      boolean extended = (header & 4) != 0;
      boolean sized = (header & 2) != 0;
      long content = at + (extended ? 2 : 1);
      long length = size - content;
      if (sized) {
        long declared = 0;
        int shift = 0;
        int part;
        do {
          part = u8(content++);
          declared |= (long) (part & 0x7F) << shift;
          shift += 7;
        } while ((part & 0x80) != 0 && shift < 56);
        length = declared;
      }
      if (length < 0 || length > size - content) {
        throw RuleBroken.cutOff();
      }
      if ((header >> 3 & 15) == SEQUENCE_HEADER) {
        bit = content * 8;
        unitEnd = content + length;
        sequenceHeader();
      }
      at = content + length;
    }
    if (width == 0) {
      throw RuleBroken.damaged("The picture is damaged: its pixels have no header.");
    }
    return new Frame(width, height);
  }

  private void sequenceHeader() throws RuleBroken {
    bits(3);
    bits(1);
    boolean reduced = bits(1) == 1;
    if (reduced) {
      bits(5);
    } else {
      operatingPoints();
    }
    int widthBits = bits(4) + 1;
    int heightBits = bits(4) + 1;
    width = Math.max(width, bits(widthBits) + 1);
    height = Math.max(height, bits(heightBits) + 1);
  }

  private void operatingPoints() throws RuleBroken {
    boolean decoderModel = false;
    int delayBits = 0;
    if (bits(1) == 1) {
      bits(32);
      bits(32);
      if (bits(1) == 1) {
        skipVariableLength();
      }
      decoderModel = bits(1) == 1;
      if (decoderModel) {
        delayBits = bits(5) + 1;
        bits(32);
        bits(5);
        bits(5);
      }
    }
    boolean displayDelay = bits(1) == 1;
    int points = bits(5) + 1;
    for (int i = 0; i < points; i++) {
      bits(12);
      if (bits(5) > 7) {
        bits(1);
      }
      if (decoderModel && bits(1) == 1) {
        bits(delayBits);
        bits(delayBits);
        bits(1);
      }
      if (displayDelay && bits(1) == 1) {
        bits(4);
      }
    }
  }

  private void skipVariableLength() throws RuleBroken {
    int zeros = 0;
    while (bits(1) == 0 && zeros < 32) {
      zeros++;
    }
    if (zeros < 32) {
      bits(zeros);
    }
  }

  private int bits(int count) throws RuleBroken {
    int value = 0;
    for (int i = 0; i < count; i++, bit++) {
      if (bit >> 3 >= unitEnd) {
        throw RuleBroken.cutOff();
      }
      value = value << 1 | (u8(bit >> 3) >> (7 - (int) (bit & 7)) & 1);
    }
    return value;
  }

  /** A byte of the item, whose extents are read as one piece; positions only ever grow. */
  private int u8(long at) throws RuleBroken {
    if (at >= size) {
      throw RuleBroken.cutOff();
    }
    while (at - extentStart >= extents.get(extent).length()) {
      extentStart += extents.get(extent).length();
      extent++;
    }
    return in.u8(extents.get(extent).at() + at - extentStart);
  }
}
