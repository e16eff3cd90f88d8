package io.cameo.image.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Optional;

/**
 * Linux, by the C library's {@code syscall}: one shape of call for all, because each further shape
 * costs a start some ten milliseconds.
 */
final class LinuxKernel implements Kernel {
  private static final int MOST_ARGUMENTS = 6;
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle SYSCALL = syscall();

  private final Architecture architecture;

  LinuxKernel(Architecture architecture) {
    this.architecture = architecture;
  }

  private static MethodHandle syscall() {
    Linker linker = Linker.nativeLinker();
    ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("syscall"),
        FunctionDescriptor.of(word, word, word, word, word, word, word, word),
        Linker.Option.firstVariadicArg(1),
        Linker.Option.captureCallState("errno"));
  }

  @Override
  public Optional<Architecture> architecture() {
    return Optional.of(architecture);
  }

  @Override
  public long call(SystemCall call, long... arguments) {
    if (call.on(architecture).isEmpty()) {
      return -Errno.ENOSYS;
    }
    long[] all = Arrays.copyOf(arguments, MOST_ARGUMENTS);
    long number = call.on(architecture).getAsInt();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result =
          (long) SYSCALL.invokeExact(state, number, all[0], all[1], all[2], all[3], all[4], all[5]);
      return result == -1 ? -(long) (int) ERRNO.get(state, 0L) : result;
    } catch (Error broken) {
      throw broken;
    } catch (Throwable thrown) {
      throw new IllegalStateException("A system call could not be made.", thrown);
    }
  }
}
