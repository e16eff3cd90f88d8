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
        .min(Comparator.comparingInt(word -> distance(lower(shortened(meant)), lower(word))))
        .orElseThrow();
  }

  /** No word is that long. */
  private static String shortened(String word) {
    return word.length() <= 50 ? word : word.substring(0, 50);
  }

  private static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  /** Letters to put in, to leave out, to exchange, or to put before the one before. */
  private static int distance(String one, String other) {
    int[][] steps = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        steps[i][j] = i == 0 || j == 0 ? i + j : step(steps, one, other, i, j);
      }
    }
    return steps[one.length()][other.length()];
  }

  private static int step(int[][] steps, String one, String other, int i, int j) {
    int same = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
    int least =
        Math.min(steps[i - 1][j - 1] + same, 1 + Math.min(steps[i - 1][j], steps[i][j - 1]));
    boolean turned =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return turned ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
  }
}
