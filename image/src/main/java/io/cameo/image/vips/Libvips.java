package io.cameo.image.vips;

import static io.cameo.image.vips.Native.INT;
import static io.cameo.image.vips.Native.POINTER;
import static io.cameo.image.vips.Native.SIZE;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The loaded libvips of this process, closed down to what avatars need.
 *
 * <p>Of its loaders only those of the five picture types may run; every other one is blocked, and
 * loading fails when that cannot be shown. It works in one thread, keeps no cache of operations,
 * and writes nothing to standard error. It reads no environment variable to come to this state.
 */
public final class Libvips {

  /** The loaders' class names in libvips; all other loaders are blocked. */
  private static final List<String> LOADERS =
      List.of(
          "VipsForeignLoadJpeg",
          "VipsForeignLoadPng",
          "VipsForeignLoadWebp",
          "VipsForeignLoadNsgif",
          "VipsForeignLoadHeif");

  /** {@code M_ARENA_MAX} of glibc's {@code malloc.h}. */
  private static final int M_ARENA_MAX = -8;

  /** {@code M_MMAP_THRESHOLD} of glibc's {@code malloc.h}. */
  private static final int M_MMAP_THRESHOLD = -3;

  /** {@code M_TRIM_THRESHOLD} of glibc's {@code malloc.h}. */
  private static final int M_TRIM_THRESHOLD = -1;

  /** Bytes of a buffer that the heap keeps for the next picture instead of asking for them anew. */
  private static final int KEPT = 16 << 20;

  private static @Nullable Libvips loaded;

  private final Path file;
  private final String version;

  private Libvips(Path file, String version) {
    this.file = file;
    this.version = version;
  }

  /**
   * Loads and closes down the library; a second call with the same file returns the same object.
   *
   * @throws IllegalStateException when another file is loaded already, or the library does not
   *     start, or lets a blocked loader run
   */
  public static synchronized Libvips load(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    Libvips before = loaded;
    if (before != null) {
      if (!before.file.equals(absolute)) {
        throw new IllegalStateException(
            "This process has loaded " + before.file + " and cannot load " + absolute + " too.");
      }
      return before;
    }
    limitArenas();
    Native.use(absolute);
    Libvips now = new Libvips(absolute, start());
    loaded = now;
    return now;
  }

  /** The library's version, such as {@code 8.18.7}. */
  public String version() {
    return version;
  }

  /** Bytes of pixels that libvips holds at this moment. */
  public long trackedBytes() {
    try {
      return (long) Calls.TRACKED_MEMORY.invokeExact();
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  private static String start() {
    try (Arena arena = Arena.ofConfined()) {
      silence();
      if ((int) Calls.INIT.invokeExact(arena.allocateFrom("cameo")) != 0) {
        throw new IllegalStateException("libvips did not start: " + takeError());
      }
      // One picture at a time and one worker a core: threads inside a picture would only compete.
      Calls.CONCURRENCY.invokeExact(1);
      // No operation is ever asked for twice, and a cache would keep one user's pixels for the
      // next.
      Calls.CACHE_MAX.invokeExact(0);
      block(arena, "VipsForeignLoad", 1);
      for (String loader : LOADERS) {
        block(arena, loader, 0);
      }
      proveBlocked(arena);
      MemorySegment text = (MemorySegment) Calls.VERSION.invokeExact();
      return string(text);
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  /**
   * Sends GLib's log to a function without effect. An upcall into Java from libvips' threads would
   * be slow and may not throw; {@code g_direct_hash} ignores all arguments but the first, which it
   * only turns into a number.
   */
  private static void silence() throws Throwable {
    MemorySegment before =
        (MemorySegment)
            Calls.LOG_HANDLER.invokeExact(Native.symbol("g_direct_hash"), MemorySegment.NULL);
    if (before.address() == 0) {
      throw new IllegalStateException("GLib had no log handler to replace.");
    }
  }

  private static void block(Arena arena, String name, int state) throws Throwable {
    Calls.BLOCK.invokeExact(arena.allocateFrom(name), state);
  }

  /**
   * Offers libvips whole files of other types, of which it may open none: by their bytes, because
   * it looks at those and never at a name.
   */
  private static void proveBlocked(Arena arena) throws Throwable {
    for (var decoy : Decoys.all().entrySet()) {
      if (opens(arena, decoy.getValue())) {
        throw new IllegalStateException(
            "libvips opened a file that must stay closed to it: " + decoy.getKey() + ".");
      }
    }
  }

  /** Whether any loader takes these bytes. */
  static boolean opens(Arena arena, byte[] file) throws Throwable {
    MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, file);
    MemorySegment source = (MemorySegment) Calls.SOURCE.invokeExact(bytes, (long) file.length);
    MemorySegment image =
        (MemorySegment) Calls.OPEN.invokeExact(source, MemorySegment.NULL, MemorySegment.NULL);
    boolean opened = image.address() != 0;
    if (opened) {
      Calls.UNREF.invokeExact(image);
    }
    Calls.UNREF.invokeExact(source);
    takeError();
    return opened;
  }

  /** Allows or blocks a loader and all below it: for tests of the proof itself. */
  static void setBlocked(String loader, boolean blocked) throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      block(arena, loader, blocked ? 1 : 0);
    }
  }

  /** Caps glibc's heaps: each libvips thread would otherwise grow one of its own. */
  private static void limitArenas() {
    Linker linker = Linker.nativeLinker();
    linker
        .defaultLookup()
        .find("mallopt")
        .ifPresent(
            function -> {
              MethodHandle mallopt =
                  linker.downcallHandle(function, FunctionDescriptor.of(INT, INT, INT));
              try {
                int ignored = (int) mallopt.invokeExact(M_ARENA_MAX, 2);
                ignored = (int) mallopt.invokeExact(M_MMAP_THRESHOLD, KEPT);
                ignored = (int) mallopt.invokeExact(M_TRIM_THRESHOLD, 2 * KEPT);
              } catch (Throwable t) {
                throw Native.broken(t);
              }
            });
  }

  /** The failure of a function that reported one, with libvips' text, which is cleared. */
  static VipsFailure failure(String function) {
    try {
      return new VipsFailure(function, takeError());
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  private static String takeError() throws Throwable {
    MemorySegment text = (MemorySegment) Calls.ERROR_BUFFER.invokeExact();
    String error = string(text).strip();
    Calls.ERROR_CLEAR.invokeExact();
    return error;
  }

  private static String string(MemorySegment text) {
    return text.reinterpret(Long.MAX_VALUE).getString(0, StandardCharsets.UTF_8);
  }

  /** Apart, so that its handles are made after the library was named. */
  private static final class Calls {
    static final MethodHandle LOG_HANDLER =
        Native.function(
            "g_log_set_default_handler", FunctionDescriptor.of(POINTER, POINTER, POINTER));
    static final MethodHandle INIT =
        Native.function("vips_init", FunctionDescriptor.of(INT, POINTER));
    static final MethodHandle VERSION =
        Native.function("vips_version_string", FunctionDescriptor.of(POINTER));
    static final MethodHandle CONCURRENCY =
        Native.function("vips_concurrency_set", FunctionDescriptor.ofVoid(INT));
    static final MethodHandle CACHE_MAX =
        Native.function("vips_cache_set_max", FunctionDescriptor.ofVoid(INT));
    static final MethodHandle BLOCK =
        Native.function("vips_operation_block_set", FunctionDescriptor.ofVoid(POINTER, INT));
    static final MethodHandle SOURCE =
        Native.function(
            "vips_source_new_from_memory", FunctionDescriptor.of(POINTER, POINTER, SIZE));
    static final MethodHandle OPEN =
        Native.function(
            "vips_image_new_from_source",
            FunctionDescriptor.of(POINTER, POINTER, POINTER, POINTER),
            Linker.Option.firstVariadicArg(2));
    static final MethodHandle UNREF =
        Native.function("g_object_unref", FunctionDescriptor.ofVoid(POINTER));
    static final MethodHandle ERROR_BUFFER =
        Native.function("vips_error_buffer", FunctionDescriptor.of(POINTER));
    static final MethodHandle ERROR_CLEAR =
        Native.function("vips_error_clear", FunctionDescriptor.ofVoid());
    static final MethodHandle TRACKED_MEMORY =
        Native.function("vips_tracked_get_mem", FunctionDescriptor.of(SIZE));
  }
}
