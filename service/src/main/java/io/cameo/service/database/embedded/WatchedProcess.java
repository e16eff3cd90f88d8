package io.cameo.service.database.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A program that does not outlive this process.
 *
 * <p>A shell starts it and holds the reading end of a pipe whose only writing end is ours. At the
 * pipe's end it sends the program SIGINT (to PostgreSQL: end all sessions, write everything down,
 * exit), SIGQUIT after a bounded wait, and SIGKILL after another. It runs in a session of its own,
 * so that Ctrl-C in a terminal reaches us alone and the database lasts until we have finished with
 * it.
 */
final class WatchedProcess {
  private static final int LONGEST_LINE = 4096;
  private static final String PID_LINE = "watched-pid ";

  // "$1" seconds from SIGINT to SIGQUIT; the rest is the program. The shell ignores what a terminal
  // or a service manager sends to the whole group; PostgreSQL sets its own answers to signals. The
  // program's standard input is nothing, and it does not hold the pipe.
  private static final String SCRIPT =
      """
      patience=$1; shift
      if [ "$1" = own-group ]; then set -m 2>/dev/null; shift; fi
      trap '' HUP INT TERM
      exec 3<&0
      "$@" </dev/null 3<&- &
      program=$!
      echo "watched-pid $program"
      (
        while read -r line; do :; done <&3
        kill -INT "$program"
        left=$patience
        while [ "$left" -gt 0 ] && kill -0 "$program"; do sleep 1; left=$((left - 1)); done
        kill -QUIT "$program"
        left=5
        while [ "$left" -gt 0 ] && kill -0 "$program"; do sleep 1; left=$((left - 1)); done
        kill -KILL "$program"
      ) >/dev/null 2>&1 &
      watch=$!
      exec 3<&-
      wait "$program"
      code=$?
      kill -KILL "$watch" 2>/dev/null
      exit "$code"
      """;

  private final Process shell;
  private final Thread reader;
  private final CompletableFuture<Long> pid = new CompletableFuture<>();

  private WatchedProcess(Process shell, Consumer<String> lines) {
    this.shell = shell;
    this.reader =
        Thread.ofPlatform().daemon().name("embedded-postgres-log").unstarted(() -> read(lines));
  }

  /**
   * Starts a program.
   *
   * @param prefix what the whole of it runs under, see {@link Account}
   * @param command the program and its arguments
   * @param patience from asking it to end to forcing it, in whole seconds
   * @param lines gets what it says, line by line, on one thread
   */
  static WatchedProcess start(
      List<String> prefix, List<String> command, Duration patience, Consumer<String> lines)
      throws IOException {
    List<String> all = new ArrayList<>(prefix);
    boolean setsid = Files.isExecutable(Path.of("/usr/bin/setsid"));
    if (setsid) {
      all.add("/usr/bin/setsid");
    }
    all.addAll(List.of("/bin/sh", "-c", SCRIPT, "cameo-watch"));
    all.add(Long.toString(Math.max(1, patience.toSeconds())));
    if (!setsid) {
      all.add("own-group");
    }
    all.addAll(command);
    WatchedProcess process =
        new WatchedProcess(
            ShortCommand.builder(all)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .start(),
            lines);
    process.reader.start();
    return process;
  }

  /** Process id of the program (not of the shell), once the shell has started it. */
  CompletableFuture<Long> pid() {
    return pid.copy();
  }

  /** The program's exit code, 128 + n for a signal, when it has ended. */
  CompletableFuture<Integer> exit() {
    return shell.onExit().thenApply(Process::exitValue);
  }

  /** Whether the shell is there; the program can only be missing for a moment then. */
  boolean isAlive() {
    return shell.isAlive();
  }

  /** Ends the pipe, and so asks the program to end. */
  void release() {
    try {
      shell.getOutputStream().close();
    } catch (IOException e) {
      // The shell is gone and with it the pipe.
    }
  }

  /** Kills the program, and then the shell. */
  void kill() {
    release();
    if (pid.isDone() && shell.isAlive()) {
      ProcessHandle.of(pid.join()).ifPresent(ProcessHandle::destroyForcibly);
    }
    shell.destroyForcibly();
  }

  /** Waits until all that was said has been read, or a moment: descendants may keep the pipe. */
  void awaitLastWords() throws InterruptedException {
    reader.join(Duration.ofMillis(500));
  }

  private void read(Consumer<String> lines) {
    byte[] line = new byte[LONGEST_LINE];
    int length = 0;
    try (InputStream said = shell.getInputStream()) {
      byte[] buffer = new byte[8192];
      for (int count = said.read(buffer); count >= 0; count = said.read(buffer)) {
        for (int i = 0; i < count; i++) {
          if (buffer[i] == '\n') {
            take(new String(line, 0, length, UTF_8), lines);
            length = 0;
          } else if (length < LONGEST_LINE) {
            line[length++] = buffer[i];
          }
        }
      }
    } catch (IOException e) {
      // The end, as good as any other.
    }
    if (length > 0) {
      take(new String(line, 0, length, UTF_8), lines);
    }
  }

  private void take(String line, Consumer<String> lines) {
    if (!pid.isDone() && line.startsWith(PID_LINE)) {
      pid.complete(Long.valueOf(line.substring(PID_LINE.length())));
    } else {
      lines.accept(line);
    }
  }
}
