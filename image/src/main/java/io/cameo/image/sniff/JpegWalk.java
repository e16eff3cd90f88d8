package io.cameo.image.sniff;

import io.cameo.image.ImageType;
import io.cameo.image.sniff.PictureFacts.Coding;
import io.cameo.image.sniff.PictureFacts.Samples;
import io.cameo.image.sniff.PictureFacts.Tags;

/**
 * One walk through a JPEG (ITU-T T.81 annex B), up to the end of its first picture.
 *
 * <p>What stands between two segments is skipped as libjpeg skips it, so that both see the same
 * markers; whether it makes the picture damaged is the decoder's finding.
 */
final class JpegWalk {
  static final int SOF0 = 0xC0;
  static final int SOF1 = 0xC1;
  static final int SOF2 = 0xC2;
  static final int DHT = 0xC4;
  static final int SOI = 0xD8;
  static final int EOI = 0xD9;
  static final int SOS = 0xDA;
  static final int DQT = 0xDB;
  static final int DRI = 0xDD;
  static final int APP0 = 0xE0;
  private static final int TEM = 0x01;
  private static final int JPG = 0xC8;
  private static final int DAC = 0xCC;
  private static final int SOF15 = 0xCF;
  private static final int DHP = 0xDE;
  private static final int EXP = 0xDF;
  private static final int APP1 = 0xE1;
  private static final int APP2 = 0xE2;

  private final Bytes in;
  private final EntropyScan entropy;
  private int segments;
  private int fillBytes;
  private int scans;
  private int width;
  private int height;
  private int components;
  private boolean progressive;
  private boolean exifSeen;
  private int orientation = 1;
  private boolean iccProfile;

  private JpegWalk(Bytes in) {
    this.in = in;
    this.entropy = new EntropyScan(in);
  }

  static PictureFacts walk(Bytes in) throws RuleBroken {
    return new JpegWalk(in).walk();
  }

  private PictureFacts walk() throws RuleBroken {
    int at = 2;
    while (true) {
      at = nextMarker(at);
      int marker = in.u8(at);
      at++;
      if (marker == EOI) {
        return facts(at);
      }
      if (marker == TEM) {
        continue;
      }
      if (marker == SOI) {
        throw RuleBroken.damaged("The picture is damaged: a second picture starts inside it.");
      }
      int length = in.u16(at);
      if (length < 2 || !in.has(at, length)) {
        throw RuleBroken.cutOff();
      }
      segment(marker, at + 2, length - 2);
      at += length;
    }
  }

  /** The position of the next marker's code, behind its 0xFF and any fill bytes. */
  private int nextMarker(int from) throws RuleBroken {
    int at = from;
    while (true) {
      at = entropy.nextMarker(at) + 1;
      int code = in.u8(at);
      if (code == 0xFF) {
        at = skipFill(at);
        code = in.u8(at);
        if (code == 0) {
          continue;
        }
      }
      if (EntropyScan.isRestart(code)) {
        at++;
        continue;
      }
      if (++segments > Limits.JPEG_SEGMENTS) {
        throw RuleBroken.expensive(
            "The picture has more than " + Limits.JPEG_SEGMENTS + " segments.");
      }
      return at;
    }
  }

  private int skipFill(int from) throws RuleBroken {
    int at = from;
    while (in.u8(at) == 0xFF) {
      at++;
      if (++fillBytes > Limits.JPEG_FILL_BYTES) {
        throw RuleBroken.expensive(
            "The picture has more than " + Limits.JPEG_FILL_BYTES + " bytes of filling.");
      }
    }
    return at;
  }

  private void segment(int marker, int at, int length) throws RuleBroken {
    switch (marker) {
      case SOF0, SOF1, SOF2 -> frame(marker, at, length);
      case SOS -> scan(at, length);
      case APP1 -> exif(at, length);
      case APP2 -> iccProfile |= in.matches(at, "ICC_PROFILE\0");
      case JPG, DAC, DHP, EXP -> throw unusualCoding();
      default -> {
        if (marker > SOF2 && marker <= SOF15 && marker != DHT) {
          throw unusualCoding();
        }
      }
    }
  }

  private static RuleBroken unusualCoding() {
    return RuleBroken.unsupported(
        "The JPEG uses a coding that is not taken: only baseline and progressive are.");
  }

  private void frame(int marker, int at, int length) throws RuleBroken {
    if (components != 0) {
      throw RuleBroken.damaged("The picture is damaged: it has two frame headers.");
    }
    if (in.u8(at) != 8) {
      throw RuleBroken.unsupported("The JPEG does not have 8 bits for each channel.");
    }
    height = in.u16(at + 1);
    width = in.u16(at + 3);
    components = in.u8(at + 5);
    progressive = marker == SOF2;
    if (width == 0 || height == 0) {
      throw RuleBroken.damaged("The picture is damaged: it has no width or no height.");
    }
    if (components != 1 && components != 3 && components != 4) {
      throw RuleBroken.unsupported("The JPEG has " + components + " channels; 1, 3 and 4 are.");
    }
    if (length != 6 + 3 * components) {
      throw RuleBroken.damaged("The picture is damaged: its frame header has a wrong length.");
    }
    for (int i = 0; i < components; i++) {
      int sampling = in.u8(at + 7L + 3L * i);
      int across = sampling >> 4;
      int down = sampling & 15;
      if (across < 1 || across > 4 || down < 1 || down > 4) {
        throw RuleBroken.damaged("The picture is damaged: its sampling makes no sense.");
      }
    }
  }

  private void scan(int at, int length) throws RuleBroken {
    int inScan = in.u8(at);
    if (components == 0 || inScan < 1 || inScan > components || length != 4 + 2 * inScan) {
      throw RuleBroken.damaged("The picture is damaged: a scan header makes no sense.");
    }
    if (++scans > Limits.JPEG_SCANS) {
      throw RuleBroken.expensive("The picture has more than " + Limits.JPEG_SCANS + " scans.");
    }
    // A scan without all components makes libjpeg keep every coefficient, as a progressive one.
    progressive |= inScan < components;
  }

  private void exif(int at, int length) {
    if (!exifSeen && length > 6 && in.matches(at, "Exif\0")) {
      exifSeen = true;
      orientation = ExifOrientation.of(in, at + 6L, length - 6L);
    }
  }

  private PictureFacts facts(int end) throws RuleBroken {
    if (scans == 0) {
      throw RuleBroken.damaged("The picture is damaged: it ends before its first scan.");
    }
    return new PictureFacts(
        ImageType.JPEG,
        width,
        height,
        new Samples(components, 8, false),
        new Coding(1, scans, progressive),
        new Tags(orientation, iccProfile),
        in.size() - (long) end);
  }
}
