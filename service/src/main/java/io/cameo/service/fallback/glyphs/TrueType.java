package io.cameo.service.fallback.glyphs;

import io.cameo.service.fallback.drawing.Outline;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * A TrueType font of our own jar: which glyph a character has, and each glyph's outline in the
 * font's units, y upwards (OpenType 1.9: cmap, loca, glyf, hmtx).
 */
final class TrueType {

  private static final int DEEPEST = 6;

  private final ByteBuffer font;
  private final int unitsPerEm;
  private final boolean longOffsets;
  private final int cmap;
  private final int loca;
  private final int glyf;
  private final int hmtx;
  private final int widths;

  TrueType(byte[] file) {
    this.font = ByteBuffer.wrap(file).asReadOnlyBuffer();
    Map<Integer, Integer> tables = new HashMap<>();
    for (int i = 0; i < unsigned(4); i++) {
      tables.put(font.getInt(12 + 16 * i), font.getInt(12 + 16 * i + 8));
    }
    int head = table(tables, "head");
    this.unitsPerEm = unsigned(head + 18);
    this.longOffsets = unsigned(head + 50) == 1;
    this.loca = table(tables, "loca");
    this.glyf = table(tables, "glyf");
    this.hmtx = table(tables, "hmtx");
    this.widths = unsigned(table(tables, "hhea") + 34);
    this.cmap = subtable(table(tables, "cmap"));
  }

  private static int table(Map<Integer, Integer> tables, String name) {
    int tag = name.charAt(0) << 24 | name.charAt(1) << 16 | name.charAt(2) << 8 | name.charAt(3);
    Integer at = tables.get(tag);
    if (at == null) {
      throw new IllegalArgumentException("the font has no table " + name);
    }
    return at;
  }

  /** The table of all characters if there is one, else that of the first 65,536. */
  private int subtable(int table) {
    int best = -1;
    for (int i = 0; i < unsigned(table + 2); i++) {
      int at = table + font.getInt(table + 4 + 8 * i + 4);
      int format = unsigned(at);
      if (format == 12 || (format == 4 && best < 0)) {
        best = at;
      }
    }
    if (best < 0) {
      throw new IllegalArgumentException("the font has no table of characters that we read");
    }
    return best;
  }

  int unitsPerEm() {
    return unitsPerEm;
  }

  /** The character's glyph, or 0 when the font has none. */
  int glyph(int character) {
    return unsigned(cmap) == 12 ? glyphOfGroups(character) : glyphOfSegments(character);
  }

  private int glyphOfGroups(int character) {
    int low = 0;
    int high = font.getInt(cmap + 12) - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int at = cmap + 16 + 12 * middle;
      if (character < font.getInt(at)) {
        high = middle - 1;
      } else if (character > font.getInt(at + 4)) {
        low = middle + 1;
      } else {
        return font.getInt(at + 8) + character - font.getInt(at);
      }
    }
    return 0;
  }

  private int glyphOfSegments(int character) {
    if (character > 0xffff) {
      return 0;
    }
    int bytes = unsigned(cmap + 6);
    int ends = cmap + 14;
    int starts = ends + bytes + 2;
    for (int i = 0; i < bytes; i += 2) {
      if (character > unsigned(ends + i)) {
        continue;
      }
      int start = unsigned(starts + i);
      if (character < start) {
        return 0;
      }
      int delta = unsigned(starts + bytes + i);
      int offsetAt = starts + 2 * bytes + i;
      int offset = unsigned(offsetAt);
      if (offset == 0) {
        return character + delta & 0xffff;
      }
      int glyph = unsigned(offsetAt + offset + 2 * (character - start));
      return glyph == 0 ? 0 : glyph + delta & 0xffff;
    }
    return 0;
  }

  /** How far the pen moves on, in the font's units. */
  int width(int glyph) {
    return unsigned(hmtx + 4 * Math.min(glyph, widths - 1));
  }

  Outline outline(int glyph) {
    Outline outline = new Outline();
    draw(glyph, outline, 0);
    return outline;
  }

  private int offset(int glyph) {
    return longOffsets ? font.getInt(loca + 4 * glyph) : 2 * unsigned(loca + 2 * glyph);
  }

  private void draw(int glyph, Outline into, int depth) {
    int start = offset(glyph);
    if (start == offset(glyph + 1)) {
      return;
    }
    int contours = font.getShort(glyf + start);
    if (contours >= 0) {
      simple(glyf + start + 10, contours, into);
    } else if (depth < DEEPEST) {
      composite(glyf + start + 10, into, depth);
    }
  }

  private void simple(int at, int contours, Outline into) {
    if (contours == 0) {
      return;
    }
    int[] ends = new int[contours];
    for (int i = 0; i < contours; i++) {
      ends[i] = unsigned(at + 2 * i);
    }
    int points = ends[contours - 1] + 1;
    at += 2 * contours;
    at += 2 + unsigned(at);
    byte[] flags = new byte[points];
    for (int i = 0; i < points; i++) {
      flags[i] = font.get(at++);
      if ((flags[i] & 8) != 0) {
        int repeats = font.get(at++) & 0xff;
        for (int r = 0; r < repeats; r++) {
          flags[i + 1] = flags[i];
          i++;
        }
      }
    }
    int[] x = new int[points];
    int[] y = new int[points];
    at = coordinates(at, flags, 2, 16, x);
    coordinates(at, flags, 4, 32, y);
    int first = 0;
    for (int end : ends) {
      contour(flags, x, y, first, end, into);
      first = end + 1;
    }
  }

  /**
   * @param isShort the flag of a coordinate in one byte
   * @param isSame the flag of one that does not change, or of a short one that grows
   */
  private int coordinates(int at, byte[] flags, int isShort, int isSame, int[] into) {
    int value = 0;
    for (int i = 0; i < flags.length; i++) {
      boolean same = (flags[i] & isSame) != 0;
      if ((flags[i] & isShort) != 0) {
        int step = font.get(at++) & 0xff;
        value += same ? step : -step;
      } else if (!same) {
        value += font.getShort(at);
        at += 2;
      }
      into[i] = value;
    }
    return at;
  }

  /** Between two control points in a row lies a point of the curve, in their middle. */
  private static void contour(byte[] flags, int[] x, int[] y, int first, int last, Outline into) {
    int count = last - first + 1;
    if (count < 2) {
      return;
    }
    int start = first;
    while (start <= last && (flags[start] & 1) == 0) {
      start++;
    }
    boolean onCurve = start <= last;
    int from = onCurve ? start : first;
    double startX = onCurve ? x[from] : (x[first] + x[last]) / 2.0;
    double startY = onCurve ? y[from] : (y[first] + y[last]) / 2.0;
    into.move(startX, startY);
    int control = -1;
    for (int i = onCurve ? 1 : 0; i < count; i++) {
      int at = first + (from - first + i) % count;
      boolean on = (flags[at] & 1) != 0;
      if (on && control < 0) {
        into.line(x[at], y[at]);
      } else if (on) {
        into.curve(x[control], y[control], x[at], y[at]);
      } else if (control >= 0) {
        into.curve(x[control], y[control], (x[control] + x[at]) / 2.0, (y[control] + y[at]) / 2.0);
      }
      control = on ? -1 : at;
    }
    if (control >= 0) {
      into.curve(x[control], y[control], startX, startY);
    } else {
      into.line(startX, startY);
    }
  }

  private void composite(int at, Outline into, int depth) {
    int flags;
    do {
      flags = unsigned(at);
      int glyph = unsigned(at + 2);
      at += 4;
      boolean words = (flags & 1) != 0;
      double e = words ? font.getShort(at) : font.get(at);
      double f = words ? font.getShort(at + 2) : font.get(at + 1);
      at += words ? 4 : 2;
      double a = 1;
      double b = 0;
      double c = 0;
      double d = 1;
      if ((flags & 8) != 0) {
        a = d = scale(at);
        at += 2;
      } else if ((flags & 0x40) != 0) {
        a = scale(at);
        d = scale(at + 2);
        at += 4;
      } else if ((flags & 0x80) != 0) {
        a = scale(at);
        b = scale(at + 2);
        c = scale(at + 4);
        d = scale(at + 6);
        at += 8;
      }
      Outline part = new Outline();
      draw(glyph, part, depth + 1);
      into.append(part, a, b, c, d, e, f);
    } while ((flags & 0x20) != 0);
  }

  private double scale(int at) {
    return font.getShort(at) / 16_384.0;
  }

  private int unsigned(int at) {
    return font.getShort(at) & 0xffff;
  }
}
