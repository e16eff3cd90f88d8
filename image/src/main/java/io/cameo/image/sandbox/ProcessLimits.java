package io.cameo.image.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** What one process may use up of the machine: {@code setrlimit(2)}, by {@code prlimit(2)}. */
final class ProcessLimits {
  /** Numbers of resources in {@code asm-generic/resource.h}. */
  private static final int FILE_SIZE = 1;

  private static final int DATA = 2;
  private static final int CORE = 4;
  private static final int OPEN_FILES = 7;

  private static final int CLOCK_PROCESS_CPUTIME = 2;

  /** A JVM on one jar holds about ten files open. */
  private static final long MOST_FILES = 64;

  /** Seconds of processor time for coming up. */
  private static final long START_SECONDS = 60;

  /** Seconds of processor time for a whole life, which pictures cannot extend: two hours. */
  private static final long LIFE_SECONDS = 7_200;

  private static final int LIMIT_BYTES = 16;

  private final Kernel kernel;
  private final Confinement confinement;

  ProcessLimits(Kernel kernel, Confinement confinement) {
    this.kernel = kernel;
    this.confinement = confinement;
  }

  /**
   * Sets all of them.
   *
   * @return what could not be set, with the error
   */
  List<String> set() {
    long data = (long) confinement.dataMebibytes() << 20;
    List<String> faults = new ArrayList<>();
    lower("RLIMIT_DATA", DATA, data, data, faults);
    lower("RLIMIT_CPU", WorkerFilter.RLIMIT_CPU, START_SECONDS, LIFE_SECONDS, faults);
    lower("RLIMIT_NOFILE", OPEN_FILES, MOST_FILES, MOST_FILES, faults);
    lower("RLIMIT_FSIZE", FILE_SIZE, 0, 0, faults);
    lower("RLIMIT_CORE", CORE, 0, 0, faults);
    return faults;
  }

  private void lower(String name, int resource, long soft, long hard, List<String> faults) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment now = arena.allocate(LIMIT_BYTES, Long.BYTES);
      long result = kernel.call(SystemCall.PRLIMIT64, 0, resource, 0, now.address());
      if (result == 0) {
        // Unsigned: no limit at all is the largest number. What is lower already stays so.
        long most = lesser(hard, now.get(ValueLayout.JAVA_LONG, Long.BYTES));
        now.set(ValueLayout.JAVA_LONG, 0, lesser(soft, most));
        now.set(ValueLayout.JAVA_LONG, Long.BYTES, most);
        result = kernel.call(SystemCall.PRLIMIT64, 0, resource, now.address(), 0);
      }
      if (result != 0) {
        faults.add(name + ": " + Errno.name(result));
      }
    }
  }

  private static long lesser(long one, long other) {
    return Long.compareUnsigned(one, other) < 0 ? one : other;
  }

  /**
   * Moves the soft limit of processor time to what is used up and the time of one picture. The hard
   * limit stays where it is, so that a worker that is taken over cannot live for ever.
   */
  void grantOnePicture() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment words = arena.allocate(LIMIT_BYTES, Long.BYTES);
      if (kernel.call(SystemCall.CLOCK_GETTIME, CLOCK_PROCESS_CPUTIME, words.address()) != 0) {
        return;
      }
      long used = words.get(ValueLayout.JAVA_LONG, 0) + 1;
      if (kernel.call(SystemCall.PRLIMIT64, 0, WorkerFilter.RLIMIT_CPU, 0, words.address()) == 0) {
        long hard = words.get(ValueLayout.JAVA_LONG, Long.BYTES);
        words.set(ValueLayout.JAVA_LONG, 0, lesser(used + confinement.pictureSeconds(), hard));
        kernel.call(SystemCall.PRLIMIT64, 0, WorkerFilter.RLIMIT_CPU, words.address(), 0);
      }
    }
  }
}
