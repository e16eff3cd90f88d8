package io.cameo.service.ops.check;

/** Text from elsewhere within XML and HTML. */
final class Xml {

  private Xml() {}

  /** The text as the content of an element or the value of an attribute in quotation marks. */
  static String text(String words) {
    StringBuilder safe = new StringBuilder(words.length() + 16);
    words.codePoints().forEach(point -> append(safe, point));
    return safe.toString();
  }

  private static void append(StringBuilder safe, int point) {
    switch (point) {
      case '&' -> safe.append("&amp;");
      case '<' -> safe.append("&lt;");
      case '>' -> safe.append("&gt;");
      case '"' -> safe.append("&quot;");
      case '\'' -> safe.append("&#39;");
      default -> safe.append(isAllowed(point) ? Character.toString(point) : "?");
    }
  }

  /** What XML 1.0 knows, without what turns the direction of writing. */
  private static boolean isAllowed(int point) {
    if (point == '\n' || point == '\t') {
      return true;
    }
    int type = Character.getType(point);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.UNASSIGNED;
  }
}
