package io.cameo.image.sniff;

import io.cameo.image.ImageType;
import io.cameo.image.sniff.PictureFacts.Coding;
import io.cameo.image.sniff.PictureFacts.Samples;
import io.cameo.image.sniff.PictureFacts.Tags;

/**
 * One walk through the blocks of a GIF (GIF89a, sections 15 to 27).
 *
 * <p>Only the first frame is ever decoded: what is wrong behind it (a missing trailer, a frame cut
 * off) ends the walk and counts as trailing bytes; what is wrong before its end is damage.
 */
final class GifWalk {
  private static final int SCREEN_END = 13;
  private static final int EXTENSION = 0x21;
  private static final int IMAGE = 0x2C;
  private static final int TRAILER = 0x3B;
  private static final int GRAPHIC_CONTROL = 0xF9;
  private static final int IMAGE_BYTES = 10;
  private static final int LARGEST_CODE = 11;

  private final Bytes in;
  private int width;
  private int height;
  private int frames;
  private int extensions;
  private boolean transparent;
  private boolean interlaced;

  private GifWalk(Bytes in) {
    this.in = in;
  }

  static PictureFacts walk(Bytes in) throws RuleBroken {
    return new GifWalk(in).walk();
  }

  private PictureFacts walk() throws RuleBroken {
    width = in.u16le(6);
    height = in.u16le(8);
    if (width == 0 || height == 0) {
      throw RuleBroken.damaged("The picture is damaged: it has no width or no height.");
    }
    long at = (long) SCREEN_END + colours(in.u8(10));
    while (true) {
      if (frames > 0 && !in.has(at, 1)) {
        return facts(at);
      }
      int block = in.u8(at);
      long end =
          switch (block) {
            case EXTENSION -> extension(at);
            case IMAGE -> image(at);
            case TRAILER -> at + 1;
            default -> unknown();
          };
      boolean last = block == TRAILER || end < 0;
      if (last && frames == 0) {
        throw end < 0
            ? RuleBroken.cutOff()
            : RuleBroken.damaged("The picture is damaged: it has no frame.");
      }
      if (last) {
        return facts(end < 0 ? at : end);
      }
      at = end;
    }
  }

  private long unknown() throws RuleBroken {
    if (frames == 0) {
      throw RuleBroken.damaged("The picture is damaged: it has a block of an unknown kind.");
    }
    return -1;
  }

  /** Bytes of the colour table that a flags byte announces. */
  private static int colours(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  /** The end of the extension at {@code at}, or -1 when the file ends inside it. */
  private long extension(long at) throws RuleBroken {
    if (++extensions > Limits.GIF_EXTENSIONS) {
      throw RuleBroken.expensive(
          "The picture has more than " + Limits.GIF_EXTENSIONS + " extensions.");
    }
    if (frames == 0 && in.has(at, 4) && in.u8(at + 1) == GRAPHIC_CONTROL && in.u8(at + 2) >= 1) {
      transparent = (in.u8(at + 3) & 1) != 0;
    }
    return subBlocks(at + 2);
  }

  /** The end of the frame at {@code at}, or -1 when the file ends inside it. */
  private long image(long at) throws RuleBroken {
    if (!in.has(at, IMAGE_BYTES)) {
      return -1;
    }
    int flags = in.u8(at + 9);
    long codeSize = at + IMAGE_BYTES + colours(flags);
    if (!in.has(codeSize, 1)) {
      return -1;
    }
    int bits = in.u8(codeSize);
    long end = subBlocks(codeSize + 1);
    if (end < 0) {
      return -1;
    }
    int right = in.u16le(at + 1) + in.u16le(at + 5);
    int bottom = in.u16le(at + 3) + in.u16le(at + 7);
    if (frames == 0) {
      if (bits < 1 || bits > LARGEST_CODE) {
        throw RuleBroken.damaged("The picture is damaged: its first frame makes no sense.");
      }
      interlaced = (flags & 0x40) != 0;
      transparent |= in.u16le(at + 5) < width || in.u16le(at + 7) < height;
    }
    if (++frames > Limits.FRAMES) {
      throw RuleBroken.expensive("The picture has more than " + Limits.FRAMES + " frames.");
    }
    // Decoders let a frame that lies outside the canvas make the canvas larger.
    width = Math.max(width, right);
    height = Math.max(height, bottom);
    return end;
  }

  /** The end of a chain of data blocks, or -1 when the file ends inside it. */
  private long subBlocks(long from) throws RuleBroken {
    long at = from;
    while (in.has(at, 1)) {
      int length = in.u8(at);
      at += 1 + length;
      if (length == 0) {
        return at;
      }
    }
    return -1;
  }

  private PictureFacts facts(long end) {
    return new PictureFacts(
        ImageType.GIF,
        width,
        height,
        new Samples(transparent ? 4 : 3, 8, transparent),
        new Coding(frames, interlaced ? 4 : 1, interlaced),
        new Tags(1, false),
        in.size() - end);
  }
}
