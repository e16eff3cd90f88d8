package io.cameo.image.sandbox;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The program that a worker's process runs for its first moment: it takes Landlock and then becomes
 * the worker, in the same process, so that no thread of the worker was ever without it.
 *
 * <p>Arguments: files that the worker must be able to read, {@code --}, and the worker's command
 * line. Where Landlock cannot be had, or would keep the worker from its files, the worker is
 * started without, and says so by not naming the layer.
 */
public final class Launcher {
  private static final int NOT_STARTED = 69;

  /** What the C library's loader and a JVM look at before they run a first class. */
  private static final List<String> SYSTEM =
      List.of(
          "/lib",
          "/lib64",
          "/usr/lib",
          "/usr/lib64",
          "/etc/ld.so.cache",
          "/dev/null",
          "/dev/urandom",
          "/proc/self",
          "/proc/cpuinfo",
          "/proc/meminfo",
          "/proc/stat",
          "/proc/sys/vm",
          "/sys/devices/system/cpu",
          "/sys/devices/system/node",
          "/sys/kernel/mm/transparent_hugepage");

  /** Where a distribution's JDK keeps links that lead out of its own folder. */
  private static final List<String> OF_THE_JDK =
      List.of("lib/jvm.cfg", "lib/modules", "lib/server", "lib/security", "conf");

  private final Kernel kernel;
  private final List<Path> files;
  private final List<String> line;

  private Launcher(Kernel kernel, List<Path> files, List<String> line) {
    this.kernel = kernel;
    this.files = files;
    this.line = line;
  }

  /**
   * The name of this program's class and what stands between it and the worker's command line.
   *
   * @param files what the worker must be able to read beside the JDK and the system's libraries
   */
  public static List<String> arguments(List<Path> files) {
    List<String> arguments = new ArrayList<>();
    arguments.add(Launcher.class.getName());
    files.forEach(file -> arguments.add(file.toAbsolutePath().toString()));
    arguments.add("--");
    return arguments;
  }

  /** Becomes the worker; returns only by ending the process. */
  public static void main(String[] arguments) throws InterruptedException {
    List<String> all = Arrays.asList(arguments);
    int end = all.indexOf("--");
    List<Path> files = all.subList(0, Math.max(0, end)).stream().map(Path::of).toList();
    List<String> line = all.subList(end + 1, all.size());
    Launcher launcher = new Launcher(Kernel.ofThisProcess(), files, line);
    // Landlock binds this thread alone: should it be in the worker's way, the main one is free.
    Thread restricted = new Thread(launcher::becomeTheWorkerRestricted, "launch");
    restricted.start();
    restricted.join();
    launcher.becomeTheWorker();
    System.err.println("The worker ends (not-started): " + line.getFirst() + " cannot be run.");
    Runtime.getRuntime().halt(NOT_STARTED);
  }

  private void becomeTheWorkerRestricted() {
    Landlock landlock = new Landlock(kernel);
    if (landlock.version() < 1) {
      return; // nothing went wrong: the layers of the worker say that it is not there
    }
    Set<Path> places = places();
    kernel.call(SystemCall.PRCTL, LinuxSandbox.PR_SET_NO_NEW_PRIVS, 1);
    Optional<String> fault = landlock.restrict(places);
    if (fault.isEmpty()) {
      fault =
          places.stream()
              .filter(place -> files.contains(place) && !opens(place))
              .findFirst()
              .map(place -> place + " cannot be read any more");
    }
    if (fault.isEmpty()) {
      becomeTheWorker();
      fault = Optional.of(line.getFirst() + " cannot be run any more");
    }
    System.err.println("The worker goes on without Landlock: " + fault.get());
  }

  /** Really opened: what only asks for permission is not told of Landlock. */
  private boolean opens(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      long path = arena.allocateFrom(file.toString()).address();
      long opened = kernel.call(SystemCall.OPENAT, Landlock.AT_FDCWD, path, Landlock.O_CLOEXEC);
      if (opened >= 0) {
        kernel.call(SystemCall.CLOSE, opened);
      }
      return opened >= 0;
    }
  }

  private Set<Path> places() {
    Set<Path> places = new LinkedHashSet<>(files);
    Path home = Path.of(System.getProperty("java.home"));
    places.add(home);
    for (String inside : OF_THE_JDK) {
      real(home.resolve(inside)).ifPresent(places::add);
    }
    SYSTEM.stream().map(Path::of).forEach(places::add);
    places.addAll(mappedFolders());
    return places;
  }

  private static Optional<Path> real(Path path) {
    try {
      return Optional.of(path.toRealPath());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** The folders that this JVM's own libraries came from, wherever a distribution has them. */
  private static Set<Path> mappedFolders() {
    Set<Path> folders = new LinkedHashSet<>();
    try {
      for (String mapping : Files.readAllLines(Path.of("/proc/self/maps"))) {
        int path = mapping.indexOf('/');
        if (path > 0 && mapping.contains(".so")) {
          folders.add(Path.of(mapping.substring(path)).getParent());
        }
      }
    } catch (IOException _) {
      // The usual places have to do.
    }
    return folders;
  }

  /** Replaces this program by the worker's; returns only when that cannot be done. */
  private void becomeTheWorker() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment arguments = pointers(arena, line);
      kernel.call(
          SystemCall.EXECVE,
          arguments.get(ValueLayout.JAVA_LONG, 0),
          arguments.address(),
          environment());
    }
  }

  /** This program's own environment, which is the worker's, as the C library holds it. */
  private static long environment() {
    return Linker.nativeLinker()
        .defaultLookup()
        .findOrThrow("environ")
        .reinterpret(Long.BYTES)
        .get(ValueLayout.JAVA_LONG, 0);
  }

  private static MemorySegment pointers(Arena arena, List<String> texts) {
    MemorySegment pointers = arena.allocate(8L * (texts.size() + 1), Long.BYTES);
    for (int i = 0; i < texts.size(); i++) {
      pointers.setAtIndex(ValueLayout.JAVA_LONG, i, arena.allocateFrom(texts.get(i)).address());
    }
    return pointers;
  }
}
