package io.cameo.image.sniff;

import java.util.ArrayList;
import java.util.List;

/**
 * One box of the ISO base media file format (ISO/IEC 14496-12, section 4.2).
 *
 * @param type its four characters
 * @param start where its header starts
 * @param body where its content starts
 * @param end first byte behind it
 */
record Box(int type, long start, long body, long end) {
  private static final int HEADER_BYTES = 8;
  private static final int LARGE_HEADER_BYTES = 16;

  /** Version and flags that a full box has before its fields. */
  private static final int FULL_BYTES = 4;

  /**
   * The box at {@code at}, which must end at {@code limit} or before.
   *
   * @throws RuleBroken when there is none, or it does not fit
   */
  static Box read(Bytes in, long at, long limit) throws RuleBroken {
    long size = in.u32(at);
    int type = in.name(at + 4);
    int header = HEADER_BYTES;
    if (size == 1) {
      size = in.u64(at + HEADER_BYTES);
      header = LARGE_HEADER_BYTES;
    } else if (size == 0) {
      size = limit - at;
    }
    if (size < header || size > limit - at || !isPrintable(type)) {
      throw RuleBroken.cutOff();
    }
    return new Box(type, at, at + header, at + size);
  }

  /** The boxes that fill the range exactly, at most {@code most}. */
  static List<Box> readAll(Bytes in, long from, long limit, int most) throws RuleBroken {
    List<Box> boxes = new ArrayList<>();
    long at = from;
    while (at < limit) {
      if (boxes.size() == most) {
        throw RuleBroken.expensive("The picture has more than " + most + " boxes at one level.");
      }
      Box box = read(in, at, limit);
      boxes.add(box);
      at = box.end;
    }
    return boxes;
  }

  /** Where the fields of a full box start, behind version and flags. */
  long fields() {
    return body + FULL_BYTES;
  }

  long length() {
    return end - body;
  }

  int version(Bytes in) throws RuleBroken {
    return in.u8(body);
  }

  int flags(Bytes in) throws RuleBroken {
    return in.name(body) & 0xFF_FFFF;
  }

  private static boolean isPrintable(int type) {
    for (int shift = 0; shift < 32; shift += 8) {
      int letter = type >>> shift & 0xFF;
      if (letter < 0x20 || letter > 0x7E) {
        return false;
      }
    }
    return true;
  }
}
