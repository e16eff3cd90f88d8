package io.cameo.service.ops.check;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Which of several words somebody has meant. */
final class Nearest {

  private Nearest() {}

  /** The word that becomes the other one by the fewest changes of a letter. */
  static String of(String meant, List<String> words) {
    return words.stream()
        .min(Comparator.comparingInt(word -> distance(lower(meant), lower(word))))
        .orElseThrow();
  }

  private static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  /** Letters to put in, to leave out or to exchange. */
  private static int distance(String one, String other) {
    int[] before = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] now = new int[other.length() + 1];
      now[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int same = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        now[j] = Math.min(before[j - 1] + same, 1 + Math.min(before[j], now[j - 1]));
      }
      before = now;
    }
    return before[other.length()];
  }
}
