package io.cameo.image.sniff;

import io.cameo.image.sniff.AvifItems.Extent;
import io.cameo.image.sniff.AvifItems.Reference;
import io.cameo.image.sniff.OutputWalk.Size;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * What an AVIF of ours may hold: one AV1 picture, perhaps its alpha, their index, and not one byte
 * of media data that belongs to neither.
 */
final class AvifOutput {
  private static final int AUXL = AvifWalk.AUXL;
  private static final Set<Integer> INDEX_PARTS =
      Set.of(
          AvifItems.HDLR,
          AvifItems.PITM,
          AvifItems.ILOC,
          AvifItems.IINF,
          AvifItems.IPRP,
          AvifItems.IREF);
  private static final Set<Integer> PROPERTIES =
      Set.of(AvifWalk.ISPE, AvifWalk.AV1C, AvifWalk.COLR, AvifWalk.AUXC, Bytes.name("pixi"));
  private static final int NCLX_BYTES = 11;
  private static final int MOST_PROPERTY_BYTES = 64;
  private static final int MOST_FTYP_BYTES = 64;

  /** A handler of pictures (ISO/IEC 14496-12, section 8.4.3) without a name. */
  private static final int HDLR_BYTES = 25;

  private static final String BARE_HDLR = "\0".repeat(8) + "pict" + "\0".repeat(13);

  /** An item entry of version 2 or 3 (section 8.11.6) without a name. */
  private static final int ENTRY_BYTES = 13;

  private static final int LONG_ENTRY_BYTES = 15;

  private final Bytes in;

  private AvifOutput(Bytes in) {
    this.in = in;
  }

  static Size check(Bytes in) throws RuleBroken {
    return new AvifOutput(in).check();
  }

  private Size check() throws RuleBroken {
    List<Box> boxes = Box.readAll(in, 0, in.size(), Limits.AVIF_BOXES);
    List<Integer> order = boxes.stream().map(Box::type).toList();
    if (!order.equals(List.of(AvifWalk.FTYP, AvifWalk.META, AvifWalk.MDAT))) {
      throw OutputWalk.broken("The AVIF has other boxes than ftyp, meta and mdat.");
    }
    Box meta = boxes.get(1);
    require(boxes.getFirst().length() <= MOST_FTYP_BYTES, "ftyp");
    AvifItems items = AvifItems.read(in, meta);
    if (!items.exact()) {
      throw OutputWalk.broken("The AVIF's index has bytes that mean nothing.");
    }
    checkIndex(meta);
    checkProperties(items);
    checkItems(items);
    checkMedia(items, boxes.get(2));
    Box ispe = items.property(items.primary(), AvifWalk.ISPE).orElseThrow(AvifOutput::noSize);
    return new Size(in.u32(ispe.fields()), in.u32(ispe.fields() + 4));
  }

  private static RuleBroken noSize() {
    return OutputWalk.broken("The AVIF does not say its size.");
  }

  private void checkIndex(Box meta) throws RuleBroken {
    for (Box part : Box.readAll(in, meta.fields(), meta.end(), Limits.AVIF_BOXES)) {
      if (!INDEX_PARTS.contains(part.type())) {
        throw OutputWalk.broken("The AVIF's index has " + OutputWalk.readable(part.type()) + ".");
      }
      if (part.type() == AvifItems.HDLR) {
        require(part.length() == HDLR_BYTES && in.matches(part.body(), BARE_HDLR), "hdlr");
      } else if (part.type() == AvifItems.IINF) {
        long from = part.fields() + (part.version(in) == 0 ? 2 : 4);
        for (Box entry : Box.readAll(in, from, part.end(), Limits.AVIF_ITEMS)) {
          int length = entry.version(in) == 2 ? ENTRY_BYTES : LONG_ENTRY_BYTES;
          require(entry.length() == length, "infe");
        }
      }
    }
  }

  private void checkProperties(AvifItems items) throws RuleBroken {
    for (Box property : items.properties()) {
      int type = property.type();
      if (!PROPERTIES.contains(type)) {
        throw OutputWalk.broken("The AVIF has the property " + OutputWalk.readable(type) + ".");
      }
      require(property.length() <= MOST_PROPERTY_BYTES, OutputWalk.readable(type));
      if (type == AvifWalk.COLR) {
        boolean numbersOnly =
            property.length() == NCLX_BYTES && in.name(property.body()) == AvifWalk.NCLX;
        require(numbersOnly, "colr");
      } else if (type == AvifWalk.AUXC) {
        boolean alpha =
            in.matches(property.fields(), AvifWalk.ALPHA_URN)
                && property.end() == property.fields() + AvifWalk.ALPHA_URN.length();
        require(alpha, "auxC");
      }
    }
  }

  private void checkItems(AvifItems items) throws RuleBroken {
    for (int type : items.types().values()) {
      if (type != AvifWalk.AV01) {
        throw OutputWalk.broken("The AVIF has an item " + OutputWalk.readable(type) + ".");
      }
    }
    boolean alpha = items.types().size() == 2;
    require(alpha || items.types().size() == 1, "iinf");
    require(items.references().size() == (alpha ? 1 : 0), "iref");
    for (Reference reference : items.references()) {
      boolean toPicture =
          reference.role() == AUXL
              && reference.from() != items.primary()
              && reference.to().equals(List.of(items.primary()));
      require(toPicture, "iref");
      require(items.property(reference.from(), AvifWalk.AUXC).isPresent(), "auxC");
    }
  }

  /** The items' places must tile the media data: no gap, no overlap, nothing left. */
  private void checkMedia(AvifItems items, Box mdat) throws RuleBroken {
    long at = mdat.body();
    for (Extent extent :
        items.allExtents().stream().sorted(Comparator.comparingLong(Extent::at)).toList()) {
      if (extent.at() != at) {
        throw OutputWalk.broken("The AVIF has media data that belongs to no item.");
      }
      at += extent.length();
    }
    if (at != mdat.end()) {
      throw OutputWalk.broken("The AVIF has media data that belongs to no item.");
    }
  }

  private static void require(boolean holds, String part) throws RuleBroken {
    if (!holds) {
      throw OutputWalk.broken("The AVIF has an unusual " + part + ".");
    }
  }
}
