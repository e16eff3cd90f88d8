package io.cameo.service.ops.frame;

/**
 * Text from elsewhere in a form that does nothing to the operator's terminal: a file's name, an
 * object's key or a server's words may hold anything.
 */
public final class Printable {

  private Printable() {}

  /**
   * One line, with a question mark in the place of everything that moves the cursor, turns the
   * direction of writing, breaks the line or cannot be seen.
   */
  public static String of(String line) {
    return line.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
  }
}
