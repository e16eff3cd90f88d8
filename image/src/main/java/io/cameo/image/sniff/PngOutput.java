package io.cameo.image.sniff;

import io.cameo.image.sniff.OutputWalk.Size;

/** What a PNG of ours may hold: header, palette, transparency, pixels and end, in this order. */
final class PngOutput {
  private PngOutput() {}

  /** The places of the chunks, in the only order they may have. */
  private enum Place {
    HEADER,
    PALETTE,
    TRANSPARENCY,
    PIXELS,
    END
  }

  static Size check(Bytes in) throws RuleBroken {
    PngWalk.Header header = PngWalk.Header.read(in);
    long at = PngWalk.SIGNATURE_BYTES + PngWalk.FRAME_BYTES + PngWalk.Header.BYTES;
    Place place = Place.HEADER;
    while (place != Place.END) {
      long length = in.u32(at);
      Place next = place(in.name(at + 4));
      boolean inOrder =
          next.compareTo(place) > 0 || (next == Place.PIXELS && place == Place.PIXELS);
      if (!inOrder || (next == Place.END && (length != 0 || place != Place.PIXELS))) {
        throw OutputWalk.broken("The PNG has its chunks in a wrong order.");
      }
      if (!in.has(at, length + PngWalk.FRAME_BYTES)) {
        throw RuleBroken.cutOff();
      }
      PngWalk.checkCrc(in, at, length);
      place = next;
      at += length + PngWalk.FRAME_BYTES;
    }
    if (at != in.size()) {
      throw OutputWalk.broken("The PNG has bytes behind its end.");
    }
    return new Size(header.width(), header.height());
  }

  private static Place place(int name) throws RuleBroken {
    if (name == PngWalk.PLTE) {
      return Place.PALETTE;
    } else if (name == PngWalk.TRNS) {
      return Place.TRANSPARENCY;
    } else if (name == PngWalk.IDAT) {
      return Place.PIXELS;
    } else if (name == PngWalk.IEND) {
      return Place.END;
    }
    throw OutputWalk.broken("The PNG has the chunk " + OutputWalk.readable(name) + ".");
  }
}
