package io.cameo.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Looks at processes the way {@code ps} does (Linux's /proc). */
final class Processes {

  private Processes() {}

  /** The process's command line with spaces between the words; empty when it is gone. */
  static String commandLine(long pid) {
    try {
      byte[] words = Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline"));
      return new String(words, StandardCharsets.UTF_8).replace('\0', ' ').strip();
    } catch (IOException gone) {
      return "";
    }
  }

  /** The names and values of the process's environment; empty when it is gone or not ours. */
  static List<String> environment(long pid) {
    try {
      byte[] entries = Files.readAllBytes(Path.of("/proc/" + pid + "/environ"));
      String text = new String(entries, StandardCharsets.UTF_8);
      return text.isEmpty() ? List.of() : List.of(text.split("\0"));
    } catch (IOException gone) {
      return List.of();
    }
  }

  static boolean isJava(long pid) {
    String first = commandLine(pid).split(" ", 2)[0];
    return first.endsWith("/java") || first.equals("java");
  }

  /** Living processes (not zombies) whose command line or working folder lies in the home. */
  static List<ProcessHandle> of(Path home) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> belongs(process.pid(), home.toString()))
        .toList();
  }

  private static boolean belongs(long pid, String home) {
    if (isZombie(pid)) {
      return false;
    }
    if (commandLine(pid).contains(home)) {
      return true;
    }
    try {
      return Path.of("/proc/" + pid + "/cwd").toRealPath().startsWith(home);
    } catch (IOException goneOrNotOurs) {
      return false;
    }
  }

  private static boolean isZombie(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
    } catch (IOException gone) {
      return true;
    }
  }

  /** Waits until nothing of the home runs any more. */
  static void awaitNoneOf(Path home, Duration atMost) {
    try {
      Wait.until("no process of " + home, atMost, () -> of(home).isEmpty());
    } catch (AssertionError left) {
      List<String> lines =
          of(home).stream().map(p -> p.pid() + " " + commandLine(p.pid())).toList();
      throw new AssertionError("processes were left behind: " + lines, left);
    }
  }
}
