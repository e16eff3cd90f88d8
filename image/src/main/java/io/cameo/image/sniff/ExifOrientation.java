package io.cameo.image.sniff;

/** The orientation tag of an EXIF block (EXIF 2.3, tag 0x0112 of the first directory). */
final class ExifOrientation {
  private static final int UPRIGHT = 1;
  private static final int TAG = 0x0112;
  private static final int SHORT = 3;
  private static final int ENTRY_BYTES = 12;

  private ExifOrientation() {}

  /**
   * The orientation, 1 to 8, of the TIFF structure at {@code at}; 1 when it says nothing that makes
   * sense. A broken EXIF block does not make a picture broken.
   */
  static int of(Bytes in, long at, long length) {
    try {
      return read(in.part(at, length));
    } catch (RuleBroken unreadable) {
      return UPRIGHT;
    }
  }

  private static int read(Bytes tiff) throws RuleBroken {
    boolean little = tiff.matches(0, "II*\0");
    if (!little && !tiff.matches(0, "MM\0*")) {
      return UPRIGHT;
    }
    long directory = little ? tiff.u32le(4) : tiff.u32(4);
    int entries = u16(tiff, directory, little);
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + (long) i * ENTRY_BYTES;
      if (u16(tiff, entry, little) != TAG) {
        continue;
      }
      long count = little ? tiff.u32le(entry + 4) : tiff.u32(entry + 4);
      int value = u16(tiff, entry + 8, little);
      boolean sensible = u16(tiff, entry + 2, little) == SHORT && count == 1;
      return sensible && value >= 1 && value <= 8 ? value : UPRIGHT;
    }
    return UPRIGHT;
  }

  private static int u16(Bytes tiff, long at, boolean little) throws RuleBroken {
    return little ? tiff.u16le(at) : tiff.u16(at);
  }
}
