package io.cameo.service.fallback.glyphs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.Character.UnicodeScript;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The fonts of the program's jar, one for each script, read when the first letter of the script is
 * drawn and kept: 11 MB for Chinese and Japanese, 6 MB for Korean, below 1 MB for each other one.
 */
final class Fonts {

  static final Fonts EMBEDDED = new Fonts();

  private static final Map<UnicodeScript, String> NAMES = new EnumMap<>(UnicodeScript.class);

  static {
    NAMES.put(UnicodeScript.COMMON, "");
    NAMES.put(UnicodeScript.LATIN, "");
    NAMES.put(UnicodeScript.GREEK, "");
    NAMES.put(UnicodeScript.CYRILLIC, "");
    NAMES.put(UnicodeScript.ARMENIAN, "armenian");
    NAMES.put(UnicodeScript.GEORGIAN, "georgian");
    NAMES.put(UnicodeScript.HEBREW, "hebrew");
    NAMES.put(UnicodeScript.ARABIC, "arabic");
    NAMES.put(UnicodeScript.ETHIOPIC, "ethiopic");
    NAMES.put(UnicodeScript.DEVANAGARI, "devanagari");
    NAMES.put(UnicodeScript.BENGALI, "bengali");
    NAMES.put(UnicodeScript.GURMUKHI, "gurmukhi");
    NAMES.put(UnicodeScript.GUJARATI, "gujarati");
    NAMES.put(UnicodeScript.ORIYA, "oriya");
    NAMES.put(UnicodeScript.TAMIL, "tamil");
    NAMES.put(UnicodeScript.TELUGU, "telugu");
    NAMES.put(UnicodeScript.KANNADA, "kannada");
    NAMES.put(UnicodeScript.MALAYALAM, "malayalam");
    NAMES.put(UnicodeScript.SINHALA, "sinhala");
    NAMES.put(UnicodeScript.THAI, "thai");
    NAMES.put(UnicodeScript.LAO, "lao");
    NAMES.put(UnicodeScript.KHMER, "khmer");
    NAMES.put(UnicodeScript.MYANMAR, "myanmar");
    NAMES.put(UnicodeScript.HANGUL, "kr");
    NAMES.put(UnicodeScript.HAN, "sc");
    NAMES.put(UnicodeScript.HIRAGANA, "sc");
    NAMES.put(UnicodeScript.KATAKANA, "sc");
    NAMES.put(UnicodeScript.BOPOMOFO, "sc");
  }

  private final Map<String, TrueType> read = new ConcurrentHashMap<>();

  private Fonts() {}

  /** The font for a character, which may still have no glyph for it. */
  Optional<TrueType> of(int character) {
    return Optional.ofNullable(NAMES.get(UnicodeScript.of(character)))
        .map(name -> read.computeIfAbsent(name, Fonts::read));
  }

  /** The path of a script's font in the jar. */
  static Optional<String> path(UnicodeScript script) {
    return Optional.ofNullable(NAMES.get(script)).map(Fonts::path);
  }

  private static String path(String name) {
    if (name.isEmpty()) {
      return "/META-INF/cameo-fonts/noto-sans/500Medium/NotoSans_500Medium.ttf";
    }
    String script =
        name.length() == 2
            ? name.toUpperCase(Locale.ROOT)
            : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    return "/META-INF/cameo-fonts/noto-sans-"
        + name
        + "/500Medium/NotoSans"
        + script
        + "_500Medium.ttf";
  }

  private static TrueType read(String name) {
    String path = path(name);
    try (InputStream file = Fonts.class.getResourceAsStream(path)) {
      if (file == null) {
        throw new IllegalStateException(
            "the program was built without the font " + path + "; ./cameo build puts it there");
      }
      return new TrueType(file.readAllBytes());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
