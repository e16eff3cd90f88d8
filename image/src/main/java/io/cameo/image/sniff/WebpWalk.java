package io.cameo.image.sniff;

import io.cameo.image.ImageType;
import io.cameo.image.sniff.PictureFacts.Coding;
import io.cameo.image.sniff.PictureFacts.Samples;
import io.cameo.image.sniff.PictureFacts.Tags;

/** One walk through the chunks of a WebP (RFC 9649, section 2). */
final class WebpWalk {
  static final int VP8 = Bytes.name("VP8 ");
  static final int VP8L = Bytes.name("VP8L");
  static final int VP8X = Bytes.name("VP8X");
  static final int ALPH = Bytes.name("ALPH");
  static final int RIFF_BYTES = 12;
  static final int CHUNK_BYTES = 8;
  static final int VP8X_BYTES = 10;
  static final int ALPHA_FLAG = 0x10;
  private static final int ANIMATION_FLAG = 0x02;
  private static final int ANMF = Bytes.name("ANMF");
  private static final int ANMF_BYTES = 16;
  private static final int EXIF = Bytes.name("EXIF");
  private static final int ICCP = Bytes.name("ICCP");

  private final Bytes in;
  private boolean extended;
  private boolean animated;
  private boolean alpha;
  private int width;
  private int height;
  private int frames;
  private int chunks;
  private boolean exifSeen;
  private int orientation = 1;
  private boolean iccProfile;

  private WebpWalk(Bytes in) {
    this.in = in;
  }

  static PictureFacts walk(Bytes in) throws RuleBroken {
    return new WebpWalk(in).walk();
  }

  private PictureFacts walk() throws RuleBroken {
    long end = CHUNK_BYTES + in.u32le(4);
    if (!in.has(0, end)) {
      throw RuleBroken.cutOff();
    }
    long at = RIFF_BYTES;
    while (at < end) {
      at = chunk(at, end);
      if (!extended) {
        // A simple file is one picture; RFC 9649 lets readers ignore what follows it.
        break;
      }
    }
    if (frames == 0) {
      throw RuleBroken.damaged("The picture is damaged: it has no pixels.");
    }
    return new PictureFacts(
        ImageType.WEBP,
        width,
        height,
        new Samples(alpha ? 4 : 3, 8, alpha),
        new Coding(frames, 1, false),
        new Tags(orientation, iccProfile),
        in.size() - Math.min(end, in.size()));
  }

  /** Reads the chunk at {@code at} and returns where the next one starts. */
  private long chunk(long at, long end) throws RuleBroken {
    if (at + CHUNK_BYTES > end) {
      throw RuleBroken.cutOff();
    }
    if (++chunks > Limits.WEBP_CHUNKS) {
      throw RuleBroken.expensive("The picture has more than " + Limits.WEBP_CHUNKS + " chunks.");
    }
    int name = in.name(at);
    long length = in.u32le(at + 4);
    long content = at + CHUNK_BYTES;
    if (content + length > end) {
      throw RuleBroken.cutOff();
    }
    if (at == RIFF_BYTES && name == VP8X) {
      header(content, length);
    } else if (name == VP8 || name == VP8L) {
      still(name, content, length);
    } else if (at == RIFF_BYTES) {
      throw RuleBroken.damaged("The picture is damaged: it does not start with pixels.");
    } else if (name == ANMF) {
      frame(content, length);
    } else if (name == ALPH) {
      alpha = true;
    } else if (name == ICCP) {
      iccProfile = true;
    } else if (name == EXIF) {
      exif(content, length);
    }
    return content + length + (length & 1);
  }

  private void header(long at, long length) throws RuleBroken {
    if (length < VP8X_BYTES) {
      throw RuleBroken.cutOff();
    }
    extended = true;
    int flags = in.u8(at);
    alpha = (flags & ALPHA_FLAG) != 0;
    animated = (flags & ANIMATION_FLAG) != 0;
    width = in.u24le(at + 4) + 1;
    height = in.u24le(at + 7) + 1;
  }

  private void still(int name, long at, long length) throws RuleBroken {
    if (animated || frames != 0) {
      throw RuleBroken.damaged("The picture is damaged: it has two pictures in one.");
    }
    Bitstream picture = Bitstream.read(in, name, at, length);
    if (extended && (picture.width != width || picture.height != height)) {
      throw RuleBroken.damaged("The picture is damaged: it does not fill its canvas.");
    }
    width = picture.width;
    height = picture.height;
    alpha |= picture.alpha;
    frames = 1;
  }

  /** A frame of an animation: its place, and inside it the picture's own chunks. */
  private void frame(long at, long length) throws RuleBroken {
    if (!animated || length < ANMF_BYTES) {
      throw RuleBroken.damaged("The picture is damaged: a frame stands where none may be.");
    }
    if (++frames > Limits.FRAMES) {
      throw RuleBroken.expensive("The picture has more than " + Limits.FRAMES + " frames.");
    }
    int right = 2 * in.u24le(at) + in.u24le(at + 6) + 1;
    int bottom = 2 * in.u24le(at + 3) + in.u24le(at + 9) + 1;
    if (right > width || bottom > height) {
      throw RuleBroken.damaged("The picture is damaged: a frame lies outside its canvas.");
    }
    if (frames == 1) {
      firstFrame(at, length);
    }
  }

  private void firstFrame(long at, long length) throws RuleBroken {
    Bytes frame = in.part(at + ANMF_BYTES, length - ANMF_BYTES);
    long inside = 0;
    if (frame.name(inside) == ALPH) {
      long size = frame.u32le(inside + 4);
      inside += CHUNK_BYTES + size + (size & 1);
    }
    int name = frame.name(inside);
    long size = frame.u32le(inside + 4);
    if ((name != VP8 && name != VP8L) || !frame.has(inside + CHUNK_BYTES, size)) {
      throw RuleBroken.damaged("The picture is damaged: its first frame has no pixels.");
    }
    Bitstream picture = Bitstream.read(frame, name, inside + CHUNK_BYTES, size);
    if (picture.width != in.u24le(at + 6) + 1 || picture.height != in.u24le(at + 9) + 1) {
      throw RuleBroken.damaged("The picture is damaged: its first frame has two sizes.");
    }
    // What a frame leaves free of the canvas shows the background.
    alpha |= picture.alpha || picture.width < width || picture.height < height;
  }

  private void exif(long at, long length) throws RuleBroken {
    if (length > Limits.EXIF_BYTES) {
      throw RuleBroken.expensive("The picture carries too much beside its pixels.");
    }
    if (!exifSeen) {
      exifSeen = true;
      // Some writers keep the prefix that only JPEG asks for.
      int prefix = in.matches(at, "Exif\0\0") ? 6 : 0;
      orientation = ExifOrientation.of(in, at + prefix, length - prefix);
    }
  }

  /** What the head of a VP8 or VP8L bitstream says. */
  record Bitstream(int width, int height, boolean alpha) {
    private static final int VP8_HEAD_BYTES = 10;
    private static final int VP8L_HEAD_BYTES = 5;

    static Bitstream read(Bytes in, int name, long at, long length) throws RuleBroken {
      return name == VP8 ? lossy(in, at, length) : lossless(in, at, length);
    }

    /** RFC 6386, section 9.1: a key frame that is shown. */
    private static Bitstream lossy(Bytes in, long at, long length) throws RuleBroken {
      if (length < VP8_HEAD_BYTES || !in.has(at, length)) {
        throw RuleBroken.cutOff();
      }
      int tag = in.u24le(at);
      int width = in.u16le(at + 6) & 0x3FFF;
      int height = in.u16le(at + 8) & 0x3FFF;
      boolean keyFrame = (tag & 1) == 0 && in.matches(at + 3, "\u009d\u0001*");
      int firstPartition = tag >> 5;
      if (!keyFrame || width == 0 || height == 0) {
        throw RuleBroken.damaged("The picture is damaged: its header makes no sense.");
      }
      if (firstPartition > length - VP8_HEAD_BYTES) {
        throw RuleBroken.cutOff();
      }
      return new Bitstream(width, height, false);
    }

    /** RFC 9649, section 3.4. */
    private static Bitstream lossless(Bytes in, long at, long length) throws RuleBroken {
      if (length < VP8L_HEAD_BYTES || !in.has(at, length)) {
        throw RuleBroken.cutOff();
      }
      long head = in.u32le(at + 1);
      if (in.u8(at) != 0x2F || head >>> 29 != 0) {
        throw RuleBroken.damaged("The picture is damaged: its header makes no sense.");
      }
      int width = (int) (head & 0x3FFF) + 1;
      int height = (int) (head >>> 14 & 0x3FFF) + 1;
      return new Bitstream(width, height, (head >>> 28 & 1) != 0);
    }
  }
}
