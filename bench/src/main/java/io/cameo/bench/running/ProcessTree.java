package io.cameo.bench.running;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process with its descendants and those that left it but name its folder on their command line,
 * as a database started in the background does; read from Linux' {@code /proc}.
 */
public final class ProcessTree {

  /** Ticks a second of the times in {@code /proc/<pid>/stat}: fixed for programs on Linux. */
  private static final double TICKS_PER_SECOND = 100;

  private static final Path PROC = Path.of("/proc");

  private final long root;
  private final String mark;

  ProcessTree(long root, String mark) {
    this.root = root;
    this.mark = mark;
  }

  /** Process ids of all members that live now. */
  public List<Long> members() {
    Map<Long, Long> parents = parents();
    List<Long> members = new ArrayList<>();
    for (long pid : parents.keySet()) {
      if (belongs(pid, parents)) {
        members.add(pid);
      }
    }
    return members;
  }

  /** Handles of all members that live now; they stay true to the process when its id is reused. */
  List<ProcessHandle> handles() {
    return members().stream().map(ProcessHandle::of).flatMap(Optional::stream).toList();
  }

  /**
   * Processor time of all members in seconds, user and system, with that of children that have
   * ended.
   */
  public double cpuSeconds() {
    double ticks = 0;
    for (long pid : members()) {
      Optional<String[]> stat = stat(pid);
      if (stat.isPresent()) {
        for (int field = 11; field <= 14; field++) {
          ticks += Long.parseLong(stat.get()[field]);
        }
      }
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** Most memory in bytes that the first process has had resident at any moment. */
  public long peakOfFirst() {
    return status(root, "VmHWM");
  }

  /** Private memory in bytes that all members have resident now; shared pages are left out. */
  public long privateMemory() {
    return members().stream().mapToLong(pid -> status(pid, "RssAnon")).sum();
  }

  private boolean belongs(long pid, Map<Long, Long> parents) {
    long self = ProcessHandle.current().pid();
    for (Long at = pid; at != null && at > 1 && at != self; at = parents.get(at)) {
      if (at == root || marked(at)) {
        return true;
      }
    }
    return false;
  }

  private boolean marked(long pid) {
    return pid != ProcessHandle.current().pid()
        && read(PROC.resolve(pid + "/cmdline")).filter(line -> line.contains(mark)).isPresent();
  }

  private static Map<Long, Long> parents() {
    Map<Long, Long> parents = new HashMap<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        long pid = Long.parseLong(process.getFileName().toString());
        stat(pid).ifPresent(stat -> parents.put(pid, Long.valueOf(stat[1])));
      }
    } catch (IOException e) {
      throw new IllegalStateException("Cannot list /proc: measuring processes needs Linux.", e);
    }
    return parents;
  }

  /** The fields after the name, from the state on: field n of proc(5) has index n - 3. */
  private static Optional<String[]> stat(long pid) {
    return read(PROC.resolve(pid + "/stat"))
        .filter(line -> line.contains(")"))
        .map(line -> line.substring(line.lastIndexOf(')') + 2).split(" "));
  }

  private static long status(long pid, String key) {
    return read(PROC.resolve(pid + "/status"))
        .flatMap(text -> text.lines().filter(line -> line.startsWith(key + ":")).findFirst())
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .orElse(0L);
  }

  /** Empty when the process has just ended. */
  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
