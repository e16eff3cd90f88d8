package io.cameo.image.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A container's profile that forbids seccomp(2), for real: a filter on one thread of this process,
 * which every thread and process that comes of it inherits.
 */
public final class DeniedSeccomp {
  private DeniedSeccomp() {}

  /** Runs something on a thread of which no process can install a filter any more. */
  public static void run(Runnable inside) throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              deny();
              inside.run();
            });
    thread.setUncaughtExceptionHandler((_, thrown) -> failure.set(thrown));
    thread.start();
    thread.join();
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
  }

  private static void deny() {
    Kernel kernel = Kernel.ofThisProcess();
    FilterProgram filter =
        new FilterProgram.Builder(kernel.architecture().orElseThrow())
            .rule(SystemCall.SECCOMP, FilterProgram.refuse(Errno.EPERM))
            .otherwise(FilterProgram.ALLOW);
    byte[] bytes = filter.bytes();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment instructions = arena.allocate(bytes.length, Long.BYTES);
      instructions.copyFrom(MemorySegment.ofArray(bytes));
      MemorySegment header = arena.allocate(16, Long.BYTES);
      header.set(ValueLayout.JAVA_SHORT, 0, (short) filter.instructions().size());
      header.set(ValueLayout.JAVA_LONG, 8, instructions.address());
      long privileges = kernel.call(SystemCall.PRCTL, 38, 1);
      long installed = kernel.call(SystemCall.SECCOMP, 1, 0, header.address());
      if (privileges != 0 || installed != 0) {
        throw new AssertionError("the test's own filter: " + privileges + ", " + installed);
      }
    }
  }
}
