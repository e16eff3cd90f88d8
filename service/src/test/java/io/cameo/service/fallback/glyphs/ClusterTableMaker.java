package io.cameo.service.fallback.glyphs;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.Character.UnicodeScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the table of clusters with the JDK's own shaper, which needs fontconfig and is therefore
 * asked here and not in the service. Run its main method after the fonts have changed.
 */
final class ClusterTableMaker {

  private static final String TABLE =
      "src/main/resources/io/cameo/service/fallback/glyphs/clusters.bin.gz";

  /** Blocks that are laid out alike, by their first character. */
  private static final int[] INDIC = {
    0x900, 0x980, 0xa00, 0xa80, 0xb00, 0xb80, 0xc00, 0xc80, 0xd00,
  };

  private static final int GURMUKHI = 0xa00;

  private static final String ACCENTS =
      "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0323\u0327\u0328\u0331";

  private final Map<UnicodeScript, Font> fonts = new EnumMap<>(UnicodeScript.class);

  public static void main(String[] arguments) throws IOException {
    byte[] table = new ClusterTableMaker().table();
    Files.write(Path.of(arguments.length > 0 ? arguments[0] : TABLE), table);
  }

  private byte[] table() throws IOException {
    Map<String, Clusters.Setting> settings = new TreeMap<>();
    for (String cluster : candidates()) {
      shaped(cluster).ifPresent(setting -> settings.put(cluster, setting));
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DataOutputStream file =
        new DataOutputStream(
            new GZIPOutputStream(packed) {
              {
                def.setLevel(Deflater.BEST_COMPRESSION);
              }
            })) {
      file.writeInt(settings.size());
      for (Map.Entry<String, Clusters.Setting> each : settings.entrySet()) {
        file.writeByte(each.getKey().length());
        file.writeChars(each.getKey());
        file.writeByte(each.getValue().glyphs().size());
        for (Clusters.Placed glyph : each.getValue().glyphs()) {
          file.writeShort(glyph.glyph());
          file.writeShort(glyph.x());
          file.writeShort(glyph.y());
        }
        file.writeShort(each.getValue().width());
      }
    }
    return packed.toByteArray();
  }

  /** What the shaper makes of a cluster; nothing when the font lacks a part of it. */
  Optional<Clusters.Setting> shaped(String cluster) {
    Font font =
        fonts.computeIfAbsent(UnicodeScript.of(cluster.codePointAt(0)), ClusterTableMaker::font);
    if (font.canDisplayUpTo(cluster) >= 0) {
      return Optional.empty();
    }
    FontRenderContext exact = new FontRenderContext(null, true, true);
    GlyphVector line =
        font.layoutGlyphVector(
            exact, cluster.toCharArray(), 0, cluster.length(), Font.LAYOUT_LEFT_TO_RIGHT);
    int circle = font.createGlyphVector(exact, "\u25cc").getGlyphCode(0);
    List<Clusters.Placed> glyphs = new ArrayList<>();
    for (int i = 0; i < line.getNumGlyphs(); i++) {
      int glyph = line.getGlyphCode(i);
      if (glyph == 0 || glyph == circle) {
        return Optional.empty();
      }
      if (glyph < 0xfffe && !line.getGlyphOutline(i).getBounds2D().isEmpty()) {
        glyphs.add(
            new Clusters.Placed(
                glyph,
                (int) Math.round(line.getGlyphPosition(i).getX()),
                (int) -Math.round(line.getGlyphPosition(i).getY())));
      }
    }
    int width = (int) Math.round(line.getGlyphPosition(line.getNumGlyphs()).getX());
    return glyphs.isEmpty() ? Optional.empty() : Optional.of(new Clusters.Setting(glyphs, width));
  }

  private static Font font(UnicodeScript script) {
    String path = Fonts.path(script).orElseThrow();
    try (InputStream file = Fonts.class.getResourceAsStream(path)) {
      byte[] bytes = file.readAllBytes();
      Font font = Font.createFont(Font.TRUETYPE_FONT, new java.io.ByteArrayInputStream(bytes));
      return font.deriveFont((float) new TrueType(bytes).unitsPerEm());
    } catch (IOException | FontFormatException broken) {
      throw new IllegalStateException(path, broken);
    }
  }

  static TreeSet<String> candidates() {
    TreeSet<String> found = new TreeSet<>();
    for (int block : INDIC) {
      indic(found, block);
    }
    // Sinhala, Khmer, Myanmar.
    syllables(found, letters(0xd9a, 0xdc6), marks(0xdca, 0xdf3), "\u0d82\u0d83");
    List<String> joined = new ArrayList<>();
    for (String consonant : letters(0xd9a, 0xdc6)) {
      joined.add(consonant + "\u0dca\u200d\u0dba");
      joined.add(consonant + "\u0dca\u200d\u0dbb");
    }
    joined.forEach(cluster -> add(found, cluster));
    syllables(found, joined, marks(0xdcf, 0xdde), "");
    syllables(found, letters(0x1780, 0x17b3), marks(0x17b6, 0x17c8), "\u17c6");
    pairs(found, letters(0x1780, 0x17a2), "\u17d2", letters(0x1780, 0x17a2));
    syllables(found, letters(0x1000, 0x102a), marks(0x102b, 0x103e), "\u1036");
    for (int letter = 'A'; letter < 0x1e00; letter++) {
      UnicodeScript script = UnicodeScript.of(letter);
      boolean european =
          script == UnicodeScript.LATIN
              || script == UnicodeScript.CYRILLIC
              || script == UnicodeScript.GREEK;
      boolean wanted = Character.isUpperCase(letter) || letter >= 'a' && letter <= 'z';
      if (european && wanted) {
        for (int i = 0; i < ACCENTS.length(); i++) {
          add(found, Character.toString(letter) + ACCENTS.charAt(i));
        }
      }
    }
    // Dots below that carry a tone, as Yoruba and Igbo write them.
    for (char letter : "ẸỌỊỤṢƐƆẹọịụṣɛɔ".toCharArray()) {
      for (int i = 0; i < ACCENTS.length(); i++) {
        add(found, Character.toString(letter) + ACCENTS.charAt(i));
      }
    }
    return found;
  }

  private static void indic(TreeSet<String> found, int block) {
    List<String> consonants = letters(block + 0x15, block + 0x39);
    List<String> vowels = letters(block + 0x05, block + 0x14);
    List<String> signs = marks(block + 0x3e, block + 0x4d);
    String nasals = Character.toString(block + 1) + Character.toString(block + 2);
    if (block == GURMUKHI) {
      // Tippi and addak stand elsewhere in this one.
      nasals += "\u0a70\u0a71";
    }
    String nukta = Character.toString(block + 0x3c);
    String virama = Character.toString(block + 0x4d);
    consonants.addAll(letters(block + 0x58, block + 0x5f));
    for (String each : List.copyOf(consonants)) {
      consonants.add(Normalizer.normalize(each + nukta, Normalizer.Form.NFC));
    }
    syllables(found, consonants, signs, nasals);
    syllables(found, vowels, List.of(), nasals);
    List<String> plain = letters(block + 0x15, block + 0x39);
    pairs(found, plain, virama, plain);
    // Conjuncts that names begin with carry vowels too: those with y, r, l, v, those of s and k.
    List<String> second = letters(block + 0x2f, block + 0x35);
    List<String> first = letters(block + 0x36, block + 0x38);
    first.add(Character.toString(block + 0x15));
    first.add(Character.toString(block + 0x1c));
    List<String> conjuncts = new ArrayList<>();
    plain.forEach(one -> second.forEach(two -> conjuncts.add(one + virama + two)));
    first.forEach(one -> plain.forEach(two -> conjuncts.add(one + virama + two)));
    String stra = Character.toString(block + 0x38) + virama + Character.toString(block + 0x24);
    conjuncts.add(stra + virama + Character.toString(block + 0x30));
    syllables(found, conjuncts, signs.subList(0, Math.min(signs.size(), 14)), "");
  }

  private static List<String> letters(int from, int to) {
    List<String> letters = new ArrayList<>();
    for (int each = from; each <= to; each++) {
      if (Character.getType(each) == Character.OTHER_LETTER) {
        letters.add(Character.toString(each));
      }
    }
    return letters;
  }

  private static List<String> marks(int from, int to) {
    List<String> marks = new ArrayList<>();
    for (int each = from; each <= to; each++) {
      int type = Character.getType(each);
      if (type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK) {
        marks.add(Character.toString(each));
      }
    }
    return marks;
  }

  private static void syllables(
      TreeSet<String> found, List<String> consonants, List<String> signs, String nasals) {
    for (String consonant : consonants) {
      add(found, consonant);
      for (String sign : signs) {
        add(found, consonant + sign);
      }
      for (int i = 0; i < nasals.length(); i++) {
        add(found, consonant + nasals.charAt(i));
        for (String sign : signs) {
          add(found, consonant + sign + nasals.charAt(i));
        }
      }
    }
  }

  private static void pairs(
      TreeSet<String> found, List<String> first, String between, List<String> second) {
    first.forEach(one -> second.forEach(two -> add(found, one + between + two)));
  }

  /** Adds what the composed form still writes with several characters. */
  private static void add(TreeSet<String> found, String cluster) {
    String composed = Normalizer.normalize(cluster, Normalizer.Form.NFC);
    if (composed.codePointCount(0, composed.length()) > 1) {
      found.add(composed);
    }
  }
}
