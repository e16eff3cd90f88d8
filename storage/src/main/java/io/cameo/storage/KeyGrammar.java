package io.cameo.storage;

/**
 * What a key may look like: the same for every store, so narrow that none has to escape anything.
 *
 * <p>One to {@value #MAX_SEGMENTS} segments joined by {@code /}, together at most {@value
 * #MAX_LENGTH} characters. A segment has 1 to {@value #MAX_SEGMENT_LENGTH} characters of {@code a-z
 * 0-9 . _ -}, starts with a letter or digit, does not end with a dot and has no two dots in a row.
 * Lower case only: two keys never differ in nothing but case, which some file systems cannot tell
 * apart. No {@code ..}, no absolute path, no empty segment, no dot-file can be said in it.
 */
public final class KeyGrammar {

  /** The most characters of a key; S3 would take 1024 bytes. */
  public static final int MAX_LENGTH = 512;

  /** The most segments of a key. */
  public static final int MAX_SEGMENTS = 8;

  /** The most characters of a segment; file systems take 255 bytes. */
  public static final int MAX_SEGMENT_LENGTH = 128;

  private KeyGrammar() {}

  /**
   * The key itself, if it is one.
   *
   * @throws IllegalKeyException if it is not
   */
  public static String requireKey(String key) {
    if (!isKey(key)) {
      throw new IllegalKeyException("not a key", key);
    }
    return key;
  }

  /**
   * The prefix itself, if a key could start with it; the empty one does.
   *
   * @throws IllegalKeyException if none could
   */
  public static String requirePrefix(String prefix) {
    // Some character must follow a '-', '.' or '/', and a '0' may always follow.
    if (!prefix.isEmpty() && !isKey(prefix) && !isKey(prefix + "0")) {
      throw new IllegalKeyException("no key starts with this", prefix);
    }
    return prefix;
  }

  /** Whether this is a key. */
  public static boolean isKey(String key) {
    if (key.isEmpty() || key.length() > MAX_LENGTH) {
      return false;
    }
    int segments = 0;
    for (int from = 0; from <= key.length(); ) {
      int slash = key.indexOf('/', from);
      int to = slash < 0 ? key.length() : slash;
      if (++segments > MAX_SEGMENTS || !isSegment(key.substring(from, to))) {
        return false;
      }
      from = to + 1;
    }
    return true;
  }

  /** Whether this may stand between two slashes. */
  public static boolean isSegment(String segment) {
    int length = segment.length();
    if (length == 0 || length > MAX_SEGMENT_LENGTH) {
      return false;
    }
    char before = '.';
    for (int i = 0; i < length; i++) {
      char c = segment.charAt(i);
      boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      boolean mark = c == '.' || c == '_' || c == '-';
      if (!letterOrDigit && (!mark || i == 0 || (c == '.' && before == '.'))) {
        return false;
      }
      before = c;
    }
    return before != '.';
  }
}
