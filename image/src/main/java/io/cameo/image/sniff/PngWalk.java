package io.cameo.image.sniff;

import io.cameo.image.ImageType;
import io.cameo.image.sniff.PictureFacts.Coding;
import io.cameo.image.sniff.PictureFacts.Samples;
import io.cameo.image.sniff.PictureFacts.Tags;

/** One walk through the chunks of a PNG (PNG third edition, sections 5 and 11). */
final class PngWalk {
  static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";
  static final int SIGNATURE_BYTES = 8;

  /** Length, name and CRC around a chunk's content. */
  static final int FRAME_BYTES = 12;

  static final int IHDR = Bytes.name("IHDR");
  static final int PLTE = Bytes.name("PLTE");
  static final int IDAT = Bytes.name("IDAT");
  static final int IEND = Bytes.name("IEND");
  static final int TRNS = Bytes.name("tRNS");
  private static final int EXIF = Bytes.name("eXIf");
  private static final int ICCP = Bytes.name("iCCP");
  private static final int ZTXT = Bytes.name("zTXt");
  private static final int ITXT = Bytes.name("iTXt");
  private static final int FCTL = Bytes.name("fcTL");
  private static final int FDAT = Bytes.name("fdAT");
  private static final int GRAY = 0;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int GRAY_ALPHA = 4;
  private static final int RGB_ALPHA = 6;

  private final Bytes in;
  private int chunks;
  private int ancillaryChunks;
  private int compressedChunks;
  private int animationFrames;
  private boolean paletteSeen;
  private boolean pixelsSeen;
  private boolean transparency;
  private boolean exifSeen;
  private int orientation = 1;
  private boolean iccProfile;

  private PngWalk(Bytes in) {
    this.in = in;
  }

  static PictureFacts walk(Bytes in) throws RuleBroken {
    return new PngWalk(in).walk();
  }

  private PictureFacts walk() throws RuleBroken {
    Header header = Header.read(in);
    long at = SIGNATURE_BYTES + FRAME_BYTES + Header.BYTES;
    while (true) {
      long length = in.u32(at);
      int name = in.name(at + 4);
      if (!in.has(at, length + FRAME_BYTES)) {
        throw RuleBroken.cutOff();
      }
      if (++chunks > Limits.PNG_CHUNKS) {
        throw RuleBroken.expensive("The picture has more than " + Limits.PNG_CHUNKS + " chunks.");
      }
      if (isAncillary(name)) {
        ancillary(name, at + 8, length);
      } else {
        critical(name, at, length);
      }
      at += length + FRAME_BYTES;
      if (name == IEND) {
        return facts(header, at);
      }
    }
  }

  private static boolean isAncillary(int name) throws RuleBroken {
    for (int shift = 0; shift < 32; shift += 8) {
      int letter = (name >>> shift & 0xFF) | 0x20;
      if (letter < 'a' || letter > 'z') {
        throw RuleBroken.damaged("The picture is damaged: a chunk has no name.");
      }
    }
    return (name & 0x2000_0000) != 0;
  }

  private void critical(int name, long at, long length) throws RuleBroken {
    if (name == IHDR) {
      throw RuleBroken.damaged("The picture is damaged: it has two headers.");
    }
    if (name != PLTE && name != IDAT && name != IEND) {
      throw RuleBroken.unsupported("The PNG has a critical chunk that the standard does not know.");
    }
    checkCrc(in, at, length);
    if (name == IDAT) {
      pixelsSeen = true;
    } else if (name == PLTE) {
      if (paletteSeen || pixelsSeen || length == 0 || length > 768 || length % 3 != 0) {
        throw RuleBroken.damaged("The picture is damaged: its palette makes no sense.");
      }
      paletteSeen = true;
    }
  }

  /** Fails unless the CRC behind the chunk that starts at {@code at} is right. */
  static void checkCrc(Bytes in, long at, long length) throws RuleBroken {
    if (in.crc32(at + 4, length + 4) != in.u32(at + 8 + length)) {
      throw RuleBroken.damaged("The picture is damaged: a checksum is wrong.");
    }
  }

  private void ancillary(int name, long at, long length) throws RuleBroken {
    if (name == FCTL) {
      if (++animationFrames > Limits.FRAMES) {
        throw RuleBroken.expensive("The picture has more than " + Limits.FRAMES + " frames.");
      }
      return;
    }
    if (name == FDAT) {
      return;
    }
    if (++ancillaryChunks > Limits.PNG_ANCILLARY_CHUNKS
        || length > Limits.PNG_ANCILLARY_BYTES
        || (name == EXIF && length > Limits.EXIF_BYTES)) {
      throw RuleBroken.expensive("The picture carries too much beside its pixels.");
    }
    if (name == ICCP || name == ZTXT || (name == ITXT && isCompressed(at, length))) {
      if (++compressedChunks > Limits.PNG_COMPRESSED_CHUNKS
          || length > Limits.PNG_COMPRESSED_BYTES) {
        throw RuleBroken.expensive("The picture carries too much compressed text or profile.");
      }
      iccProfile |= name == ICCP;
    } else if (name == TRNS) {
      transparency = true;
    } else if (name == EXIF && !exifSeen) {
      exifSeen = true;
      orientation = ExifOrientation.of(in, at, length);
    }
  }

  /** An iTXt says behind its keyword (at most 79 bytes and a zero) whether it is compressed. */
  private boolean isCompressed(long at, long length) throws RuleBroken {
    long last = Math.min(80, length - 1);
    for (long i = 0; i < last; i++) {
      if (in.u8(at + i) == 0) {
        return in.u8(at + i + 1) != 0;
      }
    }
    return true;
  }

  private PictureFacts facts(Header header, long end) throws RuleBroken {
    if (!pixelsSeen || (header.colourType == PALETTE && !paletteSeen)) {
      throw RuleBroken.damaged("The picture is damaged: it has no pixels or no palette.");
    }
    boolean ownAlpha = header.colourType == GRAY_ALPHA || header.colourType == RGB_ALPHA;
    boolean alpha = ownAlpha || transparency;
    boolean gray = header.colourType == GRAY || header.colourType == GRAY_ALPHA;
    return new PictureFacts(
        ImageType.PNG,
        header.width,
        header.height,
        new Samples((gray ? 1 : 3) + (alpha ? 1 : 0), header.bits, alpha),
        new Coding(Math.max(1, animationFrames), header.interlaced ? 7 : 1, header.interlaced),
        new Tags(orientation, iccProfile),
        in.size() - end);
  }

  /** What the IHDR chunk says, already checked. */
  record Header(int width, int height, int bits, int colourType, boolean interlaced) {
    static final int BYTES = 13;

    static Header read(Bytes in) throws RuleBroken {
      long at = SIGNATURE_BYTES;
      if (!in.matches(0, SIGNATURE) || in.u32(at) != BYTES || in.name(at + 4) != IHDR) {
        throw RuleBroken.damaged("The picture is damaged: its header makes no sense.");
      }
      long width = in.u32(at + 8);
      long height = in.u32(at + 12);
      int bits = in.u8(at + 16);
      int colourType = in.u8(at + 17);
      int compression = in.u8(at + 18);
      int filter = in.u8(at + 19);
      int interlace = in.u8(at + 20);
      checkCrc(in, at, BYTES);
      if (width == 0 || height == 0 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
        throw RuleBroken.damaged("The picture is damaged: it has no width or no height.");
      }
      if (!allowed(colourType, bits) || compression != 0 || filter != 0 || interlace > 1) {
        throw RuleBroken.damaged("The picture is damaged: its header makes no sense.");
      }
      return new Header((int) width, (int) height, bits, colourType, interlace == 1);
    }

    /** Table 12 of the standard: which depths each colour type may have. */
    private static boolean allowed(int colourType, int bits) {
      return switch (colourType) {
        case GRAY -> bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16;
        case PALETTE -> bits == 1 || bits == 2 || bits == 4 || bits == 8;
        case RGB, GRAY_ALPHA, RGB_ALPHA -> bits == 8 || bits == 16;
        default -> false;
      };
    }
  }
}
