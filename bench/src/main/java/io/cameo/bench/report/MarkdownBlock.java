package io.cameo.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The part of a page that a program writes, between two markers; the prose around it stays. */
public final class MarkdownBlock {

  private MarkdownBlock() {}

  /** Writes a block into a file, which need not exist yet. */
  public static void write(Path page, String name, String content) throws IOException {
    Files.createDirectories(page.toAbsolutePath().getParent());
    String before = Files.exists(page) ? Files.readString(page) : "";
    Files.writeString(page, replace(before, name, content));
  }

  /**
   * Puts the content between the markers of that name, or at the end of a page that has none.
   *
   * @throws IllegalArgumentException when only one of the two markers is there, or they are twisted
   */
  static String replace(String page, String name, String content) {
    String begin = "<!-- " + name + ":begin (written by the benchmark; do not edit) -->";
    String end = "<!-- " + name + ":end -->";
    String block = begin + "\n" + content.strip() + "\n" + end;
    int from = page.indexOf(begin);
    int to = page.indexOf(end);
    if (from < 0 && to < 0) {
      return page.isEmpty() ? block + "\n" : page.stripTrailing() + "\n\n" + block + "\n";
    }
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("The markers of " + name + " do not match.");
    }
    return page.substring(0, from) + block + page.substring(to + end.length());
  }
}
