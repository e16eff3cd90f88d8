package io.cameo.service.delivery;

/**
 * The weights that a header {@code Accept} (RFC 9110, 12.5.1) gives to the types that are
 * delivered, in thousandths. Read in place and in one pass, whatever it holds: it stands on the way
 * of every picture. What is malformed names nothing.
 *
 * @param avif of {@code image/avif} by its name; 0 when it is not named
 * @param webp the same of {@code image/webp}
 * @param classic the higher one of JPEG and PNG, by their names or by a wildcard
 */
record AcceptedTypes(int avif, int webp, int classic) {

  private static final int UNNAMED = -1;
  private static final int MALFORMED = -2;

  static AcceptedTypes read(String accept) {
    int avif = UNNAMED;
    int webp = UNNAMED;
    int jpeg = UNNAMED;
    int png = UNNAMED;
    int images = UNNAMED;
    int all = UNNAMED;
    int from = 0;
    while (from < accept.length()) {
      int end = end(accept, from, accept.length(), ',');
      int nameEnd = end(accept, from, end, ';');
      int weight = weight(accept, nameEnd, end);
      if (weight != MALFORMED) {
        if (isName(accept, from, nameEnd, "image/avif")) {
          avif = lower(avif, weight);
        } else if (isName(accept, from, nameEnd, "image/webp")) {
          webp = lower(webp, weight);
        } else if (isName(accept, from, nameEnd, "image/jpeg")) {
          jpeg = lower(jpeg, weight);
        } else if (isName(accept, from, nameEnd, "image/png")) {
          png = lower(png, weight);
        } else if (isName(accept, from, nameEnd, "image/*")) {
          images = lower(images, weight);
        } else if (isName(accept, from, nameEnd, "*/*")) {
          all = lower(all, weight);
        }
      }
      from = end + 1;
    }
    int wildcard = images == UNNAMED ? all : images;
    int classic = Math.max(jpeg == UNNAMED ? wildcard : jpeg, png == UNNAMED ? wildcard : png);
    return new AcceptedTypes(Math.max(0, avif), Math.max(0, webp), Math.max(0, classic));
  }

  /** Of a type that is named twice the lower weight counts: what is excluded stays excluded. */
  private static int lower(int known, int weight) {
    return known == UNNAMED ? weight : Math.min(known, weight);
  }

  /** Where the sign comes next outside of quotes, else {@code to}. */
  private static int end(String text, int from, int to, char sign) {
    boolean quoted = false;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (quoted && c == '\\') {
        i++;
      } else if (!quoted && c == sign) {
        return i;
      }
    }
    return to;
  }

  private static boolean isName(String text, int from, int to, String name) {
    int first = from;
    int behind = to;
    while (first < behind && isSpace(text.charAt(first))) {
      first++;
    }
    while (first < behind && isSpace(text.charAt(behind - 1))) {
      behind--;
    }
    return behind - first == name.length()
        && text.regionMatches(true, first, name, 0, name.length());
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  /** The parameter {@code q} of the element whose name ends at {@code from}; 1000 without one. */
  private static int weight(String text, int from, int to) {
    int at = from;
    while (at < to) {
      int end = end(text, at + 1, to, ';');
      int first = at + 1;
      while (first < end && isSpace(text.charAt(first))) {
        first++;
      }
      if (first + 1 < end
          && (text.charAt(first) == 'q' || text.charAt(first) == 'Q')
          && text.charAt(first + 1) == '=') {
        return thousandths(text, first + 2, end);
      }
      at = end;
    }
    return 1000;
  }

  /** A weight as it is written: 0 to 1 with at most three decimals. */
  private static int thousandths(String text, int from, int to) {
    int behind = to;
    while (from < behind && isSpace(text.charAt(behind - 1))) {
      behind--;
    }
    int length = behind - from;
    if (length < 1 || length > 5 || (length > 1 && text.charAt(from + 1) != '.')) {
      return MALFORMED;
    }
    int value = text.charAt(from) - '0';
    if (value < 0 || value > 1) {
      return MALFORMED;
    }
    value *= 1000;
    int unit = 100;
    for (int i = from + 2; i < behind; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return MALFORMED;
      }
      value += (c - '0') * unit;
      unit /= 10;
    }
    return value > 1000 ? MALFORMED : value;
  }
}
