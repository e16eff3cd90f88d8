package io.cameo.image.vips;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds C functions and makes method handles of them.
 *
 * <p>The handles are {@code static final} fields of the classes that call them, so that the
 * compiler sees through them; those classes are first used after {@link #use} has named the
 * library.
 */
final class Native {

  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  static final ValueLayout.OfLong SIZE = ValueLayout.JAVA_LONG;
  static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE;
  static final ValueLayout POINTER = ValueLayout.ADDRESS;

  private static final Linker LINKER = Linker.nativeLinker();
  private static volatile @Nullable SymbolLookup library;

  private Native() {}

  /** An optional argument of a libvips operation: its name and the type of its value. */
  record Option(String name, ValueLayout layout) {}

  static Option option(String name, ValueLayout layout) {
    return new Option(name, layout);
  }

  /** Maps the library into the process for as long as the process lives. */
  static void use(Path file) {
    library = SymbolLookup.libraryLookup(file, Arena.global());
  }

  static MemorySegment symbol(String name) {
    SymbolLookup lookup = library;
    if (lookup == null) {
      throw new IllegalStateException("libvips was used before it was loaded.");
    }
    return lookup
        .find(name)
        .orElseThrow(() -> new IllegalStateException("This libvips has no function " + name + "."));
  }

  static MethodHandle function(String name, FunctionDescriptor shape, Linker.Option... options) {
    return LINKER.downcallHandle(symbol(name), shape, options);
  }

  /**
   * A function that returns quickly and calls nothing back, called without leaving the state in
   * which the collector must wait for us: for getters only.
   */
  static MethodHandle getter(String name, FunctionDescriptor shape) {
    return function(name, shape, Linker.Option.critical(false));
  }

  /**
   * An operation with C's variable arguments: the fixed ones, then name and value of each option,
   * then a null. The names and the null are bound, so the handle takes the fixed arguments and the
   * options' values, and returns libvips' status.
   */
  static MethodHandle operation(String name, List<ValueLayout> fixed, Option... options) {
    List<MemoryLayout> layouts = new ArrayList<>(fixed);
    for (Option option : options) {
      layouts.add(POINTER);
      layouts.add(option.layout());
    }
    layouts.add(POINTER);
    MethodHandle handle =
        function(
            name,
            FunctionDescriptor.of(INT, layouts.toArray(MemoryLayout[]::new)),
            Linker.Option.firstVariadicArg(fixed.size()));
    handle = MethodHandles.insertArguments(handle, layouts.size() - 1, MemorySegment.NULL);
    for (int i = options.length - 1; i >= 0; i--) {
      MemorySegment key = Arena.global().allocateFrom(options[i].name());
      handle = MethodHandles.insertArguments(handle, fixed.size() + 2 * i, key);
    }
    return handle;
  }

  /** A call that libvips' side of cannot throw has thrown: the binding itself is wrong. */
  static RuntimeException broken(Throwable thrown) {
    return switch (thrown) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> new IllegalStateException("A native call failed.", thrown);
    };
  }
}
