package io.cameo.service.fallback.glyphs;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The letters that stand for a name: what a reader sees as one letter (an extended grapheme
 * cluster), never half of one. Emoji, signs and letters of scripts without a font are passed over.
 */
public final class Letters {

  /** A longer name is cut: its letters stand at its beginning. */
  private static final int LONGEST = 256;

  /** The most letters of one picture. */
  public static final int MOST = 3;

  /** What stands between words; apostrophes and hyphens stand within. */
  private static final Pattern BETWEEN =
      Pattern.compile("[\\p{Z}\\p{Cc}\\p{Cs}\\p{P}&&[^'’\\-‐]]+");

  /** Invisible characters that only steer; the two joiners belong to their letters. */
  private static final Pattern STEERING = Pattern.compile("[\\p{Cf}&&[^\\u200c\\u200d]]");

  /**
   * What stands beside a name in brackets, as in "Ann Lee (she/her)" or "Ann Lee &lt;ann@…&gt;".
   */
  private static final Pattern REMARK = Pattern.compile("[(\\[{<][^)\\]}>]*[)\\]}>]");

  /** What an address has behind the name: a tag, and where the mailbox is. */
  private static final Pattern MAILBOX = Pattern.compile("(?<=\\S)(?:\\+[^\\s@]*)?@\\S*");

  /**
   * A grapheme cluster, with the letter that is written below or in one with it where Unicode's
   * rules part them: Gurmukhi, Kannada and Khmer behind their sign, Sinhala behind its joiner, and
   * the two conjuncts that Tamil has.
   */
  private static final Pattern CLUSTER =
      Pattern.compile(
          "\\X(?:(?:(?<=[\\u0a4d\\u0ccd\\u17d2])|(?<=\\u0dca\\u200d)"
              + "|(?<=\\u0b95\\u0bcd)(?=\\u0bb7)|(?<=[\\u0bb6\\u0bb8]\\u0bcd)(?=\\u0bb0\\u0bc0))"
              + "(?=\\p{Lo})\\X)*");

  private Letters() {}

  /**
   * The initials of the first and the last word of a name, in capitals where the script has them.
   * Remarks in brackets and the domain of an e-mail address are no words of it.
   *
   * @return none, one or two
   */
  public static List<String> ofName(String name) {
    String text = plain(name);
    List<String> found = ofWords(REMARK.matcher(text).replaceAll(" "));
    return found.isEmpty() ? ofWords(text) : found;
  }

  private static List<String> ofWords(String text) {
    List<String> found = new ArrayList<>();
    for (String word : BETWEEN.split(MAILBOX.matcher(text).replaceAll(""))) {
      Optional<String> initial = initial(word);
      if (initial.isEmpty()) {
        continue;
      }
      if (found.size() == 2) {
        found.removeLast();
      }
      found.add(initial.get());
    }
    return List.copyOf(found);
  }

  /**
   * Initials as somebody chose them: no capitals are made of them.
   *
   * @return at most three
   */
  public static List<String> asGiven(String initials) {
    List<String> found = new ArrayList<>();
    Matcher clusters = CLUSTER.matcher(plain(initials));
    while (found.size() < MOST && clusters.find()) {
      if (isLetter(clusters.group().codePointAt(0))) {
        Lettering.drawable(clusters.group()).ifPresent(found::add);
      }
    }
    return List.copyOf(found);
  }

  /** The text in the composed form of plain letters: no ligatures, wide or ornamental ones. */
  private static String plain(String text) {
    int end = Math.min(text.length(), LONGEST);
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    String composed = Normalizer.normalize(text.substring(0, end), Normalizer.Form.NFKC);
    return STEERING.matcher(composed).replaceAll("");
  }

  private static Optional<String> initial(String word) {
    Matcher clusters = CLUSTER.matcher(word);
    while (clusters.find()) {
      String cluster = clusters.group();
      int first = cluster.codePointAt(0);
      if (isLetter(first) && !isLeadingVowel(first)) {
        return Lettering.drawable(capital(cluster, first));
      }
    }
    return Optional.empty();
  }

  /** Only the first letter of a pair becomes a capital, and Georgian has none for names. */
  private static String capital(String cluster, int first) {
    String rest = cluster.substring(Character.charCount(first));
    return Normalizer.normalize(
        Character.toString(Character.toTitleCase(first)) + rest, Normalizer.Form.NFC);
  }

  /** Whether it may stand for a name; an apostrophe that counts as a letter may not. */
  private static boolean isLetter(int character) {
    return Character.isLetterOrDigit(character)
        && Character.getType(character) != Character.MODIFIER_LETTER;
  }

  /** Vowels of Thai and Lao that are written before the consonant a name begins with. */
  private static boolean isLeadingVowel(int character) {
    return (character >= 0x0e40 && character <= 0x0e44)
        || (character >= 0x0ec0 && character <= 0x0ec4);
  }
}
