package io.cameo.service.fallback.glyphs;

import io.cameo.service.fallback.drawing.Outline;
import java.lang.Character.UnicodeScript;
import java.text.Bidi;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sets a few letters in the middle of the unit square, in the order in which they are read. */
public final class Lettering {

  /** Height of the font's em for one, two and three letters. */
  private static final double[] EM = {0, 0.56, 0.46, 0.36};

  private static final double WIDEST = 0.68;
  private static final double TALLEST = 0.62;

  /** Letters of several that would be smaller than this are not readable at 32 pixels. */
  private static final double SMALLEST_EM = 0.3;

  /** Between letters that would otherwise grow together into a word. */
  private static final double GAP = 0.07;

  /** A letter as small as this in both directions is enlarged. */
  private static final double LEAST = 0.26;

  private static final double MOST_ENLARGED = 1.4;

  /** Half of the height of a capital, of the em: where the middle of such letters is. */
  private static final double MIDDLE_OF_CAPITALS = 0.357;

  /** Higher than small letters without an ascender, of the em. */
  private static final double ABOVE_SMALL = 0.6;

  private static final Set<UnicodeScript> ON_A_LINE =
      Set.of(
          UnicodeScript.COMMON, UnicodeScript.LATIN, UnicodeScript.GREEK, UnicodeScript.CYRILLIC);

  /** The signs of a missing vowel of the Indic scripts, and the invisible joiners. */
  private static final String JOINERS =
      "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2\u200c\u200d";

  private Lettering() {}

  /** A letter's outline in ems, y downwards from the base line, and how far the pen moves on. */
  private record Letter(Outline outline, double width) {}

  /**
   * The longest beginning of a cluster that can be drawn as it should look: marks that the table
   * does not know are left out, from the end.
   */
  static Optional<String> drawable(String cluster) {
    String text = cluster;
    while (!text.isEmpty()) {
      if ((text.equals(cluster) || !endsInJoiner(text)) && letter(text).isPresent()) {
        return Optional.of(text);
      }
      text = text.substring(0, text.offsetByCodePoints(text.length(), -1));
    }
    return Optional.empty();
  }

  /** Whether the last mark only says that a letter follows, which has been left out. */
  private static boolean endsInJoiner(String text) {
    return JOINERS.indexOf(text.codePointBefore(text.length())) >= 0;
  }

  private static Optional<Letter> letter(String text) {
    int first = text.codePointAt(0);
    Optional<TrueType> font = Fonts.EMBEDDED.of(first);
    if (font.isEmpty()) {
      return Optional.empty();
    }
    TrueType from = font.get();
    if (text.length() == Character.charCount(first)) {
      int glyph = from.glyph(first);
      return glyph == 0
          ? Optional.empty()
          : letter(
              from,
              new Clusters.Setting(List.of(new Clusters.Placed(glyph, 0, 0)), from.width(glyph)));
    }
    return Clusters.find(text).flatMap(setting -> letter(from, setting));
  }

  private static Optional<Letter> letter(TrueType font, Clusters.Setting setting) {
    double em = font.unitsPerEm();
    Outline outline = new Outline();
    for (Clusters.Placed each : setting.glyphs()) {
      outline.append(
          font.outline(each.glyph()), 1 / em, 0, 0, -1 / em, each.x() / em, -each.y() / em);
    }
    // A filler has a glyph in which nothing is drawn.
    return outline.isEmpty()
        ? Optional.empty()
        : Optional.of(new Letter(outline, setting.width() / em));
  }

  /**
   * The letters as one shape; the first one alone where all would be too small to read.
   *
   * @param letters one to three of {@link Letters}, in the order in which they are spoken
   */
  public static Outline of(List<String> letters) {
    boolean onALine =
        letters.stream()
            .allMatch(text -> ON_A_LINE.contains(UnicodeScript.of(text.codePointAt(0))));
    Outline line = new Outline();
    double pen = 0;
    for (String text : inReadingOrder(letters)) {
      Letter letter = letter(text).orElseThrow();
      line.append(letter.outline(), 1, 0, 0, 1, pen, 0);
      pen += letter.width() + (onALine ? 0 : GAP);
    }
    double[] box = line.bounds();
    double em = EM[letters.size()];
    double width = (box[2] - box[0]) * em;
    double height = (box[3] - box[1]) * em;
    em /= Math.max(1, Math.max(width / WIDEST, height / TALLEST));
    if (letters.size() > 1 && em < SMALLEST_EM) {
      return of(letters.subList(0, 1));
    }
    if (letters.size() == 1 && Math.max(width, height) < LEAST) {
      em *= Math.min(MOST_ENLARGED, LEAST / Math.max(width, height));
    }
    // Small letters alone would hang low where capitals stand.
    boolean tall = onALine && -box[1] > ABOVE_SMALL;
    double middle = tall ? -MIDDLE_OF_CAPITALS : (box[1] + box[3]) / 2;
    return new Outline()
        .append(line, em, 0, 0, em, 0.5 - em * (box[0] + box[2]) / 2, 0.5 - em * middle);
  }

  /** From left to right as they stand on paper, after the rules for mixed directions. */
  private static Object[] visual(List<String> letters) {
    Bidi order = new Bidi(String.join("", letters), Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
    byte[] levels = new byte[letters.size()];
    int at = 0;
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) order.getLevelAt(at);
      at += letters.get(i).length();
    }
    Object[] visual = letters.toArray();
    Bidi.reorderVisually(levels, 0, visual, 0, visual.length);
    return visual;
  }

  static List<String> inReadingOrder(List<String> letters) {
    return Arrays.stream(visual(letters)).map(String.class::cast).toList();
  }
}
