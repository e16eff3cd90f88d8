package io.cameo.service.structure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pages for people, and the command lines in them. */
public final class Documents {

  private static final Pattern LINE = Pattern.compile("(?:^|[ ;&(])\\./cameo\\b([^\\n]*)");
  private static final Pattern INLINE = Pattern.compile("`[^`\\n]*?\\./cameo\\b([^`\\n]*)`");
  private static final Pattern WORD =
      Pattern.compile("(?:\"(?:\\\\.|[^\"])*\"|'[^']*'|[^\\s\"'|;&>)])+|[|;&>)]");
  private static final Pattern END = Pattern.compile("[|;&>)]|#.*");

  private Documents() {}

  /**
   * A command line as it stands in a page.
   *
   * @param words what follows {@code ./cameo}, split as a shell does
   * @param whole whether it is a line to copy; else it stands in a sentence, perhaps shortened
   */
  public record CommandLine(Path page, List<String> words, boolean whole) {}

  /**
   * Pages that describe this release; what was, the change log and decisions, is not among them.
   */
  static List<Path> pages() {
    return Project.files(
        path ->
            path.endsWith(".md")
                && !path.equals("CHANGELOG.md")
                && !path.startsWith("docs/decisions/"));
  }

  /** All command lines of all pages. */
  public static List<CommandLine> commandLines() {
    List<CommandLine> lines = new ArrayList<>();
    for (Path page : pages()) {
      boolean block = false;
      for (String line : Project.text(page).lines().toList()) {
        if (line.stripLeading().startsWith("```")) {
          block = !block;
        } else {
          Matcher found = (block ? LINE : INLINE).matcher(line);
          while (found.find()) {
            lines.add(new CommandLine(page, words(found.group(1)), block));
          }
        }
      }
    }
    return lines;
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    while (word.find() && !END.matcher(word.group()).matches()) {
      words.add(word.group().replaceAll("[\"']", ""));
    }
    return words;
  }
}
