package io.cameo.image.sniff;

import io.cameo.image.ImageType;
import io.cameo.image.sniff.Av1Units.Frame;
import io.cameo.image.sniff.AvifItems.Extent;
import io.cameo.image.sniff.AvifItems.Reference;
import io.cameo.image.sniff.PictureFacts.Coding;
import io.cameo.image.sniff.PictureFacts.Samples;
import io.cameo.image.sniff.PictureFacts.Tags;
import java.util.Optional;
import java.util.Set;

/** One walk through an AVIF still picture (AVIF 1.1 on ISO/IEC 23008-12); sequences are refused. */
final class AvifWalk {
  static final int FTYP = Bytes.name("ftyp");
  static final int META = Bytes.name("meta");
  static final int MDAT = Bytes.name("mdat");
  static final int AV01 = Bytes.name("av01");
  static final int ISPE = Bytes.name("ispe");
  static final int AV1C = Bytes.name("av1C");
  static final int AUXC = Bytes.name("auxC");
  static final int COLR = Bytes.name("colr");
  static final int NCLX = Bytes.name("nclx");
  static final int AUXL = Bytes.name("auxl");

  /** AVIF 1.1 section 4.1 and its HEVC ancestor, which some writers still use. */
  static final String ALPHA_URN = "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0";

  private static final String ALPHA_URN_OF_HEVC = "urn:mpeg:hevc:2015:auxid:1\0";
  private static final int AVIF = Bytes.name("avif");
  private static final int GRID = Bytes.name("grid");
  private static final int DIMG = Bytes.name("dimg");
  private static final Set<Integer> STILL_PICTURE_MAJORS =
      Set.of(AVIF, Bytes.name("mif1"), Bytes.name("miaf"));

  /** Image sequences (R9: old libheif hangs on them) and pictures that are not AV1 (F3). */
  private static final Set<Integer> REFUSED_BRANDS =
      Set.of(Bytes.name("avis"), Bytes.name("msf1"), Bytes.name("vvic"), Bytes.name("j2ki"));

  /** Boxes that only files with tracks have. */
  private static final Set<Integer> TRACK_BOXES =
      Set.of(Bytes.name("moov"), Bytes.name("moof"), Bytes.name("mfra"), Bytes.name("sidx"));

  private static final int BRANDS_FROM = 16;
  private static final int MOST_FTYP_BYTES = 1_024;

  private final Bytes in;

  private AvifWalk(Bytes in) {
    this.in = in;
  }

  static PictureFacts walk(Bytes in) throws RuleBroken {
    return new AvifWalk(in).walk();
  }

  /** Whether the brands in {@code [0, end)} of a file are those of an AVIF still picture. */
  static boolean isStillPicture(Bytes in, long end) throws RuleBroken {
    if (!in.matches(4, "ftyp") || end < BRANDS_FROM) {
      return false;
    }
    int major = in.name(8);
    boolean avif = major == AVIF;
    for (long at = BRANDS_FROM; at + 4 <= end; at += 4) {
      int brand = in.name(at);
      avif |= brand == AVIF;
      if (isRefused(brand)) {
        return false;
      }
    }
    return avif && STILL_PICTURE_MAJORS.contains(major);
  }

  private static boolean isRefused(int brand) {
    int family = brand >>> 8;
    return REFUSED_BRANDS.contains(brand)
        || family == Bytes.name("hei ") >>> 8
        || family == Bytes.name("hev ") >>> 8;
  }

  private PictureFacts walk() throws RuleBroken {
    Box ftyp = Box.read(in, 0, in.size());
    if (ftyp.length() > MOST_FTYP_BYTES || !isStillPicture(in, ftyp.end())) {
      throw RuleBroken.unsupported("The file is not an AVIF still picture.");
    }
    Optional<Box> meta = Optional.empty();
    long at = ftyp.end();
    for (int boxes = 1; at < in.size(); boxes++) {
      if (boxes > Limits.AVIF_BOXES) {
        throw RuleBroken.expensive("The picture has more than " + Limits.AVIF_BOXES + " boxes.");
      }
      Box box;
      try {
        box = Box.read(in, at, in.size());
      } catch (RuleBroken noBox) {
        // Either a cut or something appended: the places of the items tell which.
        break;
      }
      if (TRACK_BOXES.contains(box.type())) {
        throw RuleBroken.unsupported("The file holds an image sequence; only still pictures are.");
      }
      if (box.type() == META) {
        if (meta.isPresent()) {
          throw RuleBroken.damaged("The picture is damaged: it has two indexes.");
        }
        meta = Optional.of(box);
      }
      at = box.end();
    }
    if (meta.isEmpty()) {
      throw RuleBroken.cutOff();
    }
    AvifItems items = AvifItems.read(in, meta.get());
    for (Extent extent : items.allExtents()) {
      if (extent.at() + extent.length() > at) {
        throw RuleBroken.cutOff();
      }
    }
    return facts(items, in.size() - at);
  }

  private PictureFacts facts(AvifItems items, long trailing) throws RuleBroken {
    long primary = items.primary();
    Box size = required(items.property(primary, ISPE));
    long width = in.u32(size.fields());
    long height = in.u32(size.fields() + 4);
    if (width == 0 || height == 0) {
      throw RuleBroken.damaged("The picture is damaged: it has no width or no height.");
    }
    if (width > Limits.SIDE || height > Limits.SIDE) {
      throw RuleBroken.tooManyPixels(
          "The picture is longer than " + Limits.SIDE + " pixels on a side.");
    }
    checkCodedPixels(items, width, height);
    long coded = primary;
    if (items.type(primary) == GRID) {
      coded = firstTile(items, width, height);
    }
    if (items.type(coded) != AV01) {
      throw RuleBroken.unsupported("The file is not an AVIF still picture.");
    }
    boolean alpha = hasAlpha(items);
    return new PictureFacts(
        ImageType.AVIF,
        (int) width,
        (int) height,
        samples(required(items.property(coded, AV1C)), alpha),
        new Coding(1, 1, false),
        new Tags(1, hasProfile(items, primary) || hasProfile(items, coded)),
        trailing);
  }

  private static Box required(Optional<Box> property) throws RuleBroken {
    if (property.isEmpty()) {
      throw RuleBroken.damaged("The picture is damaged: a property is missing.");
    }
    return property.get();
  }

  /** AV1 in ISOBMFF, section 2.3.3: the configuration's third byte. */
  private Samples samples(Box av1c, boolean alpha) throws RuleBroken {
    int flags = in.u8(av1c.body() + 2);
    boolean high = (flags & 0x40) != 0;
    boolean twelve = (flags & 0x20) != 0;
    boolean gray = (flags & 0x10) != 0;
    int bits = !high ? 8 : twelve ? 12 : 10;
    return new Samples((gray ? 1 : 3) + (alpha ? 1 : 0), bits, alpha);
  }

  /**
   * Holds the sizes that the AV1 data itself asks for against the size that the container claims,
   * which is what the pixel limit sees.
   */
  private void checkCodedPixels(AvifItems items, long width, long height) throws RuleBroken {
    long others = 0;
    for (var item : items.types().entrySet()) {
      if (item.getValue() != AV01) {
        continue;
      }
      Frame frame = Av1Units.largestFrame(in, items.extents(item.getKey()));
      if (item.getKey() != items.primary()) {
        others += frame.pixels();
      } else if (frame.width() > width || frame.height() > height) {
        throw RuleBroken.damaged("The picture is damaged: it has two sizes.");
      }
    }
    if (others > Limits.AV1_PIXELS_FACTOR * width * height + Limits.AV1_PIXELS_GRANTED) {
      throw RuleBroken.expensive("The picture has parts that are larger than itself.");
    }
  }

  /** The first tile of a grid whose own description agrees with everything else (section 6.6.2). */
  private long firstTile(AvifItems items, long width, long height) throws RuleBroken {
    if (items.extents(items.primary()).size() != 1) {
      throw RuleBroken.damaged("The picture is damaged: its grid makes no sense.");
    }
    Extent body = items.extents(items.primary()).getFirst();
    Fields fields = new Fields(in, body.at(), body.at() + body.length());
    fields.number(1);
    int sideBytes = (fields.small(1) & 1) == 0 ? 2 : 4;
    int rows = fields.small(1) + 1;
    int columns = fields.small(1) + 1;
    boolean sameSize = fields.number(sideBytes) == width && fields.number(sideBytes) == height;
    for (Reference reference : items.references()) {
      if (reference.role() == DIMG && reference.from() == items.primary()) {
        if (sameSize && reference.to().size() == rows * columns) {
          return reference.to().getFirst();
        }
        break;
      }
    }
    throw RuleBroken.damaged("The picture is damaged: its grid makes no sense.");
  }

  private boolean hasAlpha(AvifItems items) {
    for (Reference reference : items.references()) {
      if (reference.role() != AUXL) {
        continue;
      }
      for (Box property : items.properties(reference.from())) {
        if (property.type() == AUXC && isAlpha(property)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isAlpha(Box auxc) {
    return in.matches(auxc.fields(), ALPHA_URN) || in.matches(auxc.fields(), ALPHA_URN_OF_HEVC);
  }

  private boolean hasProfile(AvifItems items, long item) throws RuleBroken {
    for (Box property : items.properties(item)) {
      if (property.type() == COLR && in.name(property.body()) != NCLX) {
        return true;
      }
    }
    return false;
  }
}
