package io.cameo.image.sniff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The items that the {@code meta} box of a HEIF file lists (ISO/IEC 14496-12, section 8.11, and
 * ISO/IEC 23008-12, section 9.3): their kinds, their places in the file, their properties, and who
 * refers to whom. All counts are bounded, all places lie inside the file.
 */
final class AvifItems {
  static final int HDLR = Bytes.name("hdlr");
  static final int PITM = Bytes.name("pitm");
  static final int ILOC = Bytes.name("iloc");
  static final int IINF = Bytes.name("iinf");
  static final int IPRP = Bytes.name("iprp");
  static final int IREF = Bytes.name("iref");
  static final int IPCO = Bytes.name("ipco");
  static final int IPMA = Bytes.name("ipma");
  private static final int IDAT = Bytes.name("idat");
  private static final int INFE = Bytes.name("infe");
  private static final int IN_FILE = 0;
  private static final int IN_IDAT = 1;

  /** Bytes of an item: a place in the file. */
  record Extent(long at, long length) {}

  /** One item refers to others in a role such as {@code auxl}. */
  record Reference(int role, long from, List<Long> to) {}

  private final Bytes in;
  private final Map<Integer, Box> parts = new HashMap<>();
  private final Map<Long, Integer> types = new LinkedHashMap<>();
  private final Map<Long, List<Extent>> extents = new HashMap<>();
  private final Map<Long, List<Box>> propertiesOf = new HashMap<>();
  private final List<Reference> references = new ArrayList<>();
  private List<Box> properties = List.of();
  private long primary;
  private int extentCount;
  private int referenceCount;
  private boolean exact = true;

  private AvifItems(Bytes in) {
    this.in = in;
  }

  static AvifItems read(Bytes in, Box meta) throws RuleBroken {
    AvifItems items = new AvifItems(in);
    for (Box part : Box.readAll(in, meta.fields(), meta.end(), Limits.AVIF_BOXES)) {
      if (items.parts.put(part.type(), part) != null && isSingle(part.type())) {
        throw RuleBroken.damaged("The picture is damaged: its index lists something twice.");
      }
    }
    items.readTypes(items.part(IINF));
    items.readPrimary(items.part(PITM));
    items.readPlaces(items.part(ILOC));
    items.readProperties(items.part(IPRP));
    Box iref = items.parts.get(IREF);
    if (iref != null) {
      items.readReferences(iref);
    }
    return items;
  }

  long primary() {
    return primary;
  }

  /** Every item and its four-character type, in the file's order. */
  Map<Long, Integer> types() {
    return types;
  }

  /** The four-character type of an item, or 0 for one that is not listed. */
  int type(long item) {
    return types.getOrDefault(item, 0);
  }

  /** The places of an item's bytes, in order; empty when it has none. */
  List<Extent> extents(long item) {
    return extents.getOrDefault(item, List.of());
  }

  /** Every place that belongs to any item. */
  List<Extent> allExtents() {
    return extents.values().stream().flatMap(List::stream).toList();
  }

  /** All properties, whether an item has them or not. */
  List<Box> properties() {
    return properties;
  }

  List<Reference> references() {
    return references;
  }

  /** The item's one property of this type; a second one of the same type is damage. */
  Optional<Box> property(long item, int type) throws RuleBroken {
    Optional<Box> found = Optional.empty();
    for (Box property : propertiesOf.getOrDefault(item, List.of())) {
      if (property.type() == type) {
        if (found.isPresent()) {
          throw RuleBroken.damaged("The picture is damaged: it says the same thing twice.");
        }
        found = Optional.of(property);
      }
    }
    return found;
  }

  /** The properties of an item, in the order of its associations. */
  List<Box> properties(long item) {
    return propertiesOf.getOrDefault(item, List.of());
  }

  /** Whether every byte of the boxes that were read field by field belongs to a field. */
  boolean exact() {
    return exact;
  }

  private static boolean isSingle(int type) {
    return type == HDLR
        || type == PITM
        || type == ILOC
        || type == IINF
        || type == IPRP
        || type == IREF
        || type == IDAT;
  }

  private Box part(int type) throws RuleBroken {
    Box part = parts.get(type);
    if (part == null) {
      throw RuleBroken.damaged("The picture is damaged: its index is incomplete.");
    }
    return part;
  }

  private void readPrimary(Box pitm) throws RuleBroken {
    Fields fields = new Fields(in, pitm.fields(), pitm.end());
    primary = fields.number(pitm.version(in) == 0 ? 2 : 4);
    exact &= fields.atEnd();
    if (!types.containsKey(primary)) {
      throw RuleBroken.damaged("The picture is damaged: its main item is missing.");
    }
  }

  private void readTypes(Box iinf) throws RuleBroken {
    int countBytes = iinf.version(in) == 0 ? 2 : 4;
    long count = new Fields(in, iinf.fields(), iinf.end()).number(countBytes);
    checkItemCount(count);
    List<Box> entries = Box.readAll(in, iinf.fields() + countBytes, iinf.end(), Limits.AVIF_ITEMS);
    if (entries.size() != count) {
      throw RuleBroken.damaged("The picture is damaged: its index miscounts.");
    }
    for (Box entry : entries) {
      int version = entry.version(in);
      if (entry.type() != INFE || version < 2 || version > 3) {
        throw RuleBroken.damaged("The picture is damaged: its index has an unknown form.");
      }
      Fields fields = new Fields(in, entry.fields(), entry.end());
      long item = fields.number(version == 2 ? 2 : 4);
      fields.number(2);
      if (types.put(item, fields.small(4)) != null) {
        throw RuleBroken.damaged("The picture is damaged: it has an item twice.");
      }
    }
  }

  private void readPlaces(Box iloc) throws RuleBroken {
    int version = iloc.version(in);
    Fields fields = new Fields(in, iloc.fields(), iloc.end());
    int widths = fields.small(2);
    int idBytes = version < 2 ? 2 : 4;
    long count = fields.number(idBytes);
    checkItemCount(count);
    for (long i = 0; i < count; i++) {
      long item = fields.number(idBytes);
      int method = version == 0 ? IN_FILE : fields.small(2) & 15;
      long elsewhere = fields.number(2);
      if (version > 2 || method > IN_IDAT || elsewhere != 0) {
        throw RuleBroken.unsupported("The picture keeps its pixels in an unusual place.");
      }
      long base = fields.number(widths >> 4 & 15);
      int extentsHere = fields.small(2);
      extentCount += extentsHere;
      if (extentCount > Limits.AVIF_EXTENTS) {
        throw RuleBroken.expensive("The picture is cut into too many pieces.");
      }
      List<Extent> places = new ArrayList<>();
      for (int k = 0; k < extentsHere; k++) {
        fields.number(version == 0 ? 0 : widths & 15);
        long offset = fields.number(widths >> 12 & 15);
        long length = fields.number(widths >> 8 & 15);
        places.add(place(method, base, offset, length));
      }
      if (extents.put(item, places) != null) {
        throw RuleBroken.damaged("The picture is damaged: it has an item twice.");
      }
    }
    exact &= fields.atEnd();
  }

  private Extent place(int method, long base, long offset, long length) throws RuleBroken {
    long start = 0;
    long end = in.size();
    if (method == IN_IDAT) {
      Box idat = part(IDAT);
      start = idat.body();
      end = idat.end();
    }
    long room = end - start;
    if (base > room || offset > room - base || length > room - base - offset) {
      throw RuleBroken.cutOff();
    }
    long at = start + base + offset;
    return new Extent(at, length == 0 ? end - at : length);
  }

  private void readProperties(Box iprp) throws RuleBroken {
    List<Box> children = Box.readAll(in, iprp.body(), iprp.end(), Limits.AVIF_BOXES);
    if (children.isEmpty() || children.getFirst().type() != IPCO) {
      throw RuleBroken.damaged("The picture is damaged: its properties are missing.");
    }
    Box ipco = children.getFirst();
    properties = Box.readAll(in, ipco.body(), ipco.end(), Limits.AVIF_PROPERTIES);
    for (Box child : children.subList(1, children.size())) {
      if (child.type() != IPMA) {
        throw RuleBroken.damaged("The picture is damaged: its properties have an unknown form.");
      }
      readAssociations(child);
    }
  }

  private void readAssociations(Box ipma) throws RuleBroken {
    Fields fields = new Fields(in, ipma.fields(), ipma.end());
    boolean wide = (ipma.flags(in) & 1) != 0;
    int idBytes = ipma.version(in) == 0 ? 2 : 4;
    long count = fields.number(4);
    checkItemCount(count);
    for (long i = 0; i < count; i++) {
      long item = fields.number(idBytes);
      int associations = fields.small(1);
      List<Box> of = new ArrayList<>();
      for (int k = 0; k < associations; k++) {
        int index = wide ? fields.small(2) & 0x7FFF : fields.small(1) & 0x7F;
        if (index > properties.size()) {
          throw RuleBroken.damaged("The picture is damaged: it names a missing property.");
        }
        if (index > 0) {
          of.add(properties.get(index - 1));
        }
      }
      if (propertiesOf.put(item, of) != null) {
        throw RuleBroken.damaged("The picture is damaged: it has an item twice.");
      }
    }
    exact &= fields.atEnd();
  }

  private void readReferences(Box iref) throws RuleBroken {
    int idBytes = iref.version(in) == 0 ? 2 : 4;
    for (Box role : Box.readAll(in, iref.fields(), iref.end(), Limits.AVIF_ITEMS)) {
      Fields fields = new Fields(in, role.body(), role.end());
      long from = fields.number(idBytes);
      int count = fields.small(2);
      referenceCount += count;
      if (referenceCount > Limits.AVIF_REFERENCES) {
        throw RuleBroken.expensive("The picture has too many parts that refer to each other.");
      }
      List<Long> to = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        to.add(fields.number(idBytes));
      }
      exact &= fields.atEnd();
      references.add(new Reference(role.type(), from, to));
    }
  }

  private static void checkItemCount(long count) throws RuleBroken {
    if (count > Limits.AVIF_ITEMS) {
      throw RuleBroken.expensive("The picture has more than " + Limits.AVIF_ITEMS + " items.");
    }
  }
}
