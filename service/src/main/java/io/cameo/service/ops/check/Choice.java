package io.cameo.service.ops.check;

import io.cameo.service.ops.checklist.line.Category;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.frame.OpsException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which lines are asked for. */
final class Choice {

  private Choice() {}

  /**
   * Those that are named and those of the categories; all when nothing is.
   *
   * @throws OpsException when one of the words means nothing
   */
  static Set<Line> of(List<String> ids, List<String> categories) {
    Set<Line> lines = EnumSet.noneOf(Line.class);
    for (String id : ids) {
      lines.add(Line.of(id.strip()).orElseThrow(() -> unknown("line", id, Line.ids())));
    }
    for (String name : categories) {
      Category category =
          Category.of(name.strip())
              .orElseThrow(
                  () ->
                      unknown(
                          "category",
                          name,
                          Arrays.stream(Category.values()).map(Category::word).toList()));
      Arrays.stream(Line.values()).filter(line -> line.category() == category).forEach(lines::add);
    }
    return ids.isEmpty() && categories.isEmpty() ? EnumSet.allOf(Line.class) : lines;
  }

  private static OpsException unknown(String what, String word, List<String> words) {
    return OpsException.wrongUse(
        "The checklist has no "
            + what
            + " \""
            + word
            + "\"; "
            + Nearest.of(word, words)
            + " comes nearest. There are: "
            + String.join(", ", words)
            + ".");
  }
}
