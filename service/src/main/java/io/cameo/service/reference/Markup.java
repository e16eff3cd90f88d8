package io.cameo.service.reference;

import java.util.regex.Pattern;

/** Text of the document as HTML. */
final class Markup {

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern STRONG = Pattern.compile("\\*\\*([^*]+)\\*\\*");
  private static final Pattern PART = Pattern.compile("\\{([^}]+)}");

  private Markup() {}

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** One line of the document: {@code `code`} and {@code **strong**} are all that it knows. */
  static String line(String text) {
    String marked = CODE.matcher(escape(text.strip())).replaceAll("<code>$1</code>");
    return STRONG.matcher(marked).replaceAll("<strong>$1</strong>");
  }

  /** Paragraphs with an empty line between them. */
  static String paragraphs(String text) {
    if (text.isBlank()) {
      return "";
    }
    StringBuilder html = new StringBuilder();
    for (String paragraph : text.strip().split("\n\\s*\n", -1)) {
      html.append("<p>").append(line(paragraph)).append("</p>\n");
    }
    return html.toString();
  }

  /** A path whose variable parts stand out, and which may break behind its slashes. */
  static String path(String path) {
    String breakable = escape(path).replace("/", "/<wbr>");
    return PART.matcher(breakable).replaceAll("<i>{$1}</i>");
  }
}
