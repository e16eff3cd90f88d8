package io.cameo.service.delivery;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a stable address, read from the query as it was sent: {@code s}, the side in
 * pixels, {@code d=404} and {@code theme=dark}. Unknown ones are ignored, and a malformed value is
 * as good as none.
 */
final class StableQuery {

  private static final int LARGEST = 4096;

  private StableQuery() {}

  static OptionalInt size(@Nullable String query) {
    if (query == null) {
      return OptionalInt.empty();
    }
    int from = valueOf(query, "s=");
    if (from < 0) {
      return OptionalInt.empty();
    }
    int value = 0;
    int i = from;
    for (; i < query.length() && query.charAt(i) != '&'; i++) {
      char c = query.charAt(i);
      if (c < '0' || c > '9' || i - from > 5) {
        return OptionalInt.empty();
      }
      value = value * 10 + (c - '0');
    }
    return value == 0 || value > LARGEST ? OptionalInt.empty() : OptionalInt.of(value);
  }

  static boolean wantsNotFound(@Nullable String query) {
    return says(query, "d=", "404");
  }

  /** Whether what is drawn will stand on a dark page. */
  static boolean isDark(@Nullable String query) {
    return says(query, "theme=", "dark");
  }

  private static boolean says(@Nullable String query, String nameAndSign, String value) {
    if (query == null) {
      return false;
    }
    int from = valueOf(query, nameAndSign);
    return from >= 0 && query.startsWith(value, from) && endsAt(query, from + value.length());
  }

  private static boolean endsAt(String query, int index) {
    return index == query.length() || query.charAt(index) == '&';
  }

  /** Where the value of the first parameter of this name begins, or -1. */
  private static int valueOf(String query, String nameAndSign) {
    int at = query.indexOf(nameAndSign);
    while (at > 0 && query.charAt(at - 1) != '&') {
      at = query.indexOf(nameAndSign, at + 1);
    }
    return at < 0 ? -1 : at + nameAndSign.length();
  }
}
