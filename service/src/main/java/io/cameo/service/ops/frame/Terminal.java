package io.cameo.service.ops.frame;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a command speaks.
 *
 * @param out for results
 * @param err for everything else
 * @param animated whether somebody watches standard error, so that a bar may move there
 */
public record Terminal(PrintStream out, PrintStream err, boolean animated) {

  /** Of this process; a bar moves only on the process's own standard error. */
  public static Terminal of(PrintStream out, PrintStream err) {
    return new Terminal(out, err, isTerminal());
  }

  private static boolean isTerminal() {
    Path file = Path.of("/proc/self/fd/2");
    try {
      if (Files.isSymbolicLink(file)) {
        String target = Files.readSymbolicLink(file).toString();
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
      }
    } catch (IOException noLinux) {
      // Ask the JDK, which looks at standard input and output.
    }
    return System.console() != null && System.console().isTerminal();
  }
}
