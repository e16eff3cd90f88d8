package io.cameo.image.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/**
 * Landlock (Linux 5.13 and later, where it is switched on): a thread and all that comes after it
 * give up every file but named ones, and, as far as the kernel knows how, TCP, signals to others
 * and abstract sockets. What constants mean is in {@code linux/landlock.h}.
 */
final class Landlock {
  private static final int ASK_FOR_VERSION = 1;
  private static final int PATH_BENEATH = 1;
  private static final int EXECUTE = 1;
  private static final int READ_FILE = 1 << 2;
  private static final int READ_FOLDER = 1 << 3;

  /** All rights on files that each version knows: its lowest so many bits. */
  private static final int[] FILE_RIGHTS = {13, 14, 15, 15, 16};

  private static final int NETWORK_SINCE = 4;
  private static final long BIND_AND_CONNECT = 3;
  private static final int SCOPES_SINCE = 6;
  private static final long SOCKETS_AND_SIGNALS = 3;

  static final int AT_FDCWD = -100;
  private static final int O_PATH = 0x200000;
  static final int O_CLOEXEC = 0x80000;

  private final Kernel kernel;

  Landlock(Kernel kernel) {
    this.kernel = kernel;
  }

  /** The kernel's version of it; 0 where there is none. */
  int version() {
    long version = kernel.call(SystemCall.LANDLOCK_CREATE_RULESET, 0, 0, ASK_FOR_VERSION);
    return (int) Math.max(0, version);
  }

  /** Whether this thread is held back: whether the list of the root folder is closed to it. */
  static boolean holds(Kernel kernel) {
    try (Arena arena = Arena.ofConfined()) {
      long root = arena.allocateFrom("/").address();
      long result = kernel.call(SystemCall.OPENAT, AT_FDCWD, root, O_CLOEXEC);
      if (result >= 0) {
        kernel.call(SystemCall.CLOSE, result);
      }
      return result == -Errno.EACCES;
    }
  }

  /**
   * Restricts this thread, for good, to reading and executing what lies at or below these places.
   * The thread must have given up new privileges.
   *
   * @return what went wrong, when something did; the thread is as before then
   */
  Optional<String> restrict(Collection<Path> places) {
    int version = version();
    if (version < 1) {
      return Optional.of("this kernel has none");
    }
    long rights = (1L << FILE_RIGHTS[Math.min(version, FILE_RIGHTS.length) - 1]) - 1;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(3L * Long.BYTES, Long.BYTES);
      attributes.setAtIndex(ValueLayout.JAVA_LONG, 0, rights);
      int words = 1;
      if (version >= NETWORK_SINCE) {
        attributes.setAtIndex(ValueLayout.JAVA_LONG, words++, BIND_AND_CONNECT);
      }
      if (version >= SCOPES_SINCE) {
        attributes.setAtIndex(ValueLayout.JAVA_LONG, words++, SOCKETS_AND_SIGNALS);
      }
      long rules =
          kernel.call(
              SystemCall.LANDLOCK_CREATE_RULESET, attributes.address(), (long) words * 8, 0);
      if (rules < 0) {
        return Optional.of("landlock_create_ruleset: " + Errno.name(rules));
      }
      for (Path place : places) {
        allow(arena, rules, place);
      }
      long result = kernel.call(SystemCall.LANDLOCK_RESTRICT_SELF, rules, 0);
      kernel.call(SystemCall.CLOSE, rules);
      return result == 0
          ? Optional.empty()
          : Optional.of("landlock_restrict_self: " + Errno.name(result));
    }
  }

  /** A place that is not there needs no rule. */
  private void allow(Arena arena, long rules, Path place) {
    long path = arena.allocateFrom(place.toString()).address();
    long file = kernel.call(SystemCall.OPENAT, AT_FDCWD, path, O_PATH | O_CLOEXEC);
    if (file < 0) {
      return;
    }
    long rights = READ_FILE | EXECUTE | (Files.isDirectory(place) ? READ_FOLDER : 0);
    MemorySegment beneath = arena.allocate(12, Long.BYTES);
    beneath.set(ValueLayout.JAVA_LONG, 0, rights);
    beneath.set(ValueLayout.JAVA_INT, Long.BYTES, (int) file);
    kernel.call(SystemCall.LANDLOCK_ADD_RULE, rules, PATH_BENEATH, beneath.address(), 0);
    kernel.call(SystemCall.CLOSE, file);
  }
}
