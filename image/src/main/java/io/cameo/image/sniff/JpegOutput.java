package io.cameo.image.sniff;

import io.cameo.image.sniff.OutputWalk.Size;
import java.util.Optional;

/**
 * What a JPEG of ours may hold: tables, one frame, its scans, and the JFIF head without thumbnail.
 */
final class JpegOutput {
  private static final int JFIF_BYTES = 14;

  private final Bytes in;
  private final EntropyScan entropy;
  private Optional<Size> size = Optional.empty();
  private boolean jfifSeen;
  private boolean restarts;
  private int scans;

  private JpegOutput(Bytes in) {
    this.in = in;
    this.entropy = new EntropyScan(in);
  }

  static Size check(Bytes in) throws RuleBroken {
    return new JpegOutput(in).check();
  }

  private Size check() throws RuleBroken {
    int at = 2;
    while (true) {
      if (in.u8(at) != 0xFF) {
        throw OutputWalk.broken("The JPEG has bytes between its segments.");
      }
      int marker = in.u8(at + 1L);
      at += 2;
      if (marker == JpegWalk.EOI) {
        break;
      }
      int length = in.u16(at) - 2;
      int content = at + 2;
      if (length < 0 || !in.has(content, length)) {
        throw RuleBroken.cutOff();
      }
      segment(marker, content, length);
      at = content + length;
      if (marker == JpegWalk.SOS) {
        at = entropy.nextMarker(at);
      }
    }
    if (at != in.size()) {
      throw OutputWalk.broken("The JPEG has bytes behind its end.");
    }
    if (entropy.restarts() > 0 && !restarts) {
      throw OutputWalk.broken("The JPEG has restart markers without an interval.");
    }
    if (size.isEmpty() || scans == 0) {
      throw OutputWalk.broken("The JPEG has no frame or no scan.");
    }
    return size.get();
  }

  private void segment(int marker, int at, int length) throws RuleBroken {
    switch (marker) {
      case JpegWalk.APP0 -> jfif(at, length);
      case JpegWalk.DQT -> quantisation(at, length);
      case JpegWalk.DHT -> huffman(at, length);
      case JpegWalk.SOF0, JpegWalk.SOF2 -> frame(at, length);
      case JpegWalk.SOS -> scan(at, length);
      case JpegWalk.DRI -> {
        require(length == 2, "DRI");
        restarts = in.u16(at) > 0;
      }
      default -> throw OutputWalk.broken("The JPEG has the segment " + marker + ".");
    }
  }

  private void jfif(int at, int length) throws RuleBroken {
    boolean bare = length == JFIF_BYTES && in.matches(at, "JFIF\0") && in.u16(at + 12L) == 0;
    require(bare && !jfifSeen, "JFIF");
    jfifSeen = true;
  }

  private void quantisation(int at, int length) throws RuleBroken {
    int rest = length;
    while (rest > 0) {
      int precision = in.u8(at + (long) length - rest) >> 4;
      rest -= 1 + (precision == 0 ? 64 : 128);
    }
    require(rest == 0, "DQT");
  }

  private void huffman(int at, int length) throws RuleBroken {
    int rest = length;
    while (rest >= 17) {
      long table = at + (long) length - rest;
      rest -= 17;
      for (int i = 1; i <= 16; i++) {
        rest -= in.u8(table + i);
      }
    }
    require(rest == 0, "DHT");
  }

  private void frame(int at, int length) throws RuleBroken {
    require(size.isEmpty() && length == 6 + 3 * in.u8(at + 5L), "SOF");
    size = Optional.of(new Size(in.u16(at + 3L), in.u16(at + 1L)));
  }

  private void scan(int at, int length) throws RuleBroken {
    require(size.isPresent() && length == 4 + 2 * in.u8(at), "SOS");
    scans++;
  }

  private static void require(boolean holds, String segment) throws RuleBroken {
    if (!holds) {
      throw OutputWalk.broken("The JPEG has an unusual " + segment + " segment.");
    }
  }
}
