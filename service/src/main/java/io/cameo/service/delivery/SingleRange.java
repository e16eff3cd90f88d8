package io.cameo.service.delivery;

import java.util.Optional;

/**
 * One range of bytes, both ends included.
 *
 * @param first below {@code last} or equal to it
 */
record SingleRange(int first, int last) {

  /** A range that no byte of the picture lies in. */
  static final SingleRange UNSATISFIABLE = new SingleRange(-1, -1);

  int length() {
    return last - first + 1;
  }

  /**
   * Reads the header {@code Range}. Several ranges, other units and malformed ones are ignored, as
   * RFC 9110 allows: the whole picture is small.
   */
  static Optional<SingleRange> parse(String header, int size) {
    if (!header.startsWith("bytes=") || header.length() > 40) {
      return Optional.empty();
    }
    int dash = header.indexOf('-', 6);
    if (dash < 0) {
      return Optional.empty();
    }
    long first = number(header, 6, dash);
    long last = number(header, dash + 1, header.length());
    if (first == MALFORMED || last == MALFORMED || (first == ABSENT && last == ABSENT)) {
      return Optional.empty();
    }
    if (first == ABSENT) {
      return Optional.of(
          last == 0 ? UNSATISFIABLE : new SingleRange((int) Math.max(0, size - last), size - 1));
    }
    if (last != ABSENT && last < first) {
      return Optional.empty();
    }
    if (first >= size) {
      return Optional.of(UNSATISFIABLE);
    }
    int end = last == ABSENT ? size - 1 : (int) Math.min(last, size - 1);
    return Optional.of(new SingleRange((int) first, end));
  }

  private static final long ABSENT = -1;
  private static final long MALFORMED = -2;

  private static long number(String text, int from, int to) {
    if (from == to) {
      return ABSENT;
    }
    if (to - from > 15) {
      return MALFORMED;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return MALFORMED;
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }
}
