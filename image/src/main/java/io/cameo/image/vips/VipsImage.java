package io.cameo.image.vips;

import static io.cameo.image.vips.Native.INT;
import static io.cameo.image.vips.Native.POINTER;
import static io.cameo.image.vips.Native.SIZE;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One libvips image, owned: {@link #close} gives it back.
 *
 * <p>Operations answer a new image at once and compute nothing; pixels flow when {@link
 * #toMemory()} or an encoder asks for them. An image made from another keeps what it needs of it
 * alive, so the other may be closed first. Not for use by several threads at once.
 */
public final class VipsImage implements AutoCloseable {

  /** How libvips reads the numbers of an image: values of {@code VipsInterpretation}. */
  private static final int RGB = 17;

  private static final int SRGB = 22;

  /** Sample types: values of {@code VipsBandFormat}. */
  private static final int UCHAR = 0;

  private static final MethodHandle WIDTH = getter("vips_image_get_width");
  private static final MethodHandle HEIGHT = getter("vips_image_get_height");
  private static final MethodHandle BANDS = getter("vips_image_get_bands");
  private static final MethodHandle FORMAT = getter("vips_image_get_format");
  private static final MethodHandle INTERPRETATION = getter("vips_image_get_interpretation");
  private static final MethodHandle HAS_ALPHA = getter("vips_image_hasalpha");
  private static final MethodHandle TYPE_OF =
      Native.function("vips_image_get_typeof", FunctionDescriptor.of(SIZE, POINTER, POINTER));
  private static final MethodHandle COPY_MEMORY =
      Native.function("vips_image_copy_memory", FunctionDescriptor.of(POINTER, POINTER));
  private static final MethodHandle PIXELS =
      Native.function("vips_image_get_data", FunctionDescriptor.of(POINTER, POINTER));
  private static final MethodHandle FROM_PIXELS =
      Native.function(
          "vips_image_new_from_memory",
          FunctionDescriptor.of(POINTER, POINTER, SIZE, INT, INT, INT, INT));
  private static final MethodHandle FROM_PIXELS_COPY =
      Native.function(
          "vips_image_new_from_memory_copy",
          FunctionDescriptor.of(POINTER, POINTER, SIZE, INT, INT, INT, INT));
  private static final MethodHandle KEEP_WITH =
      Native.function(
          "g_object_set_data_full", FunctionDescriptor.ofVoid(POINTER, POINTER, POINTER, POINTER));
  private static final MethodHandle UNREF =
      Native.function("g_object_unref", FunctionDescriptor.ofVoid(POINTER));
  private static final MemorySegment UNREF_SYMBOL = Native.symbol("g_object_unref");
  private static final MemorySegment PROFILE = Arena.global().allocateFrom("icc-profile-data");
  private static final MemorySegment SOURCE = Arena.global().allocateFrom("cameo-source");

  private final int width;
  private final int height;
  private final int bands;
  private final boolean inMemory;
  private MemorySegment pointer;

  private VipsImage(MemorySegment pointer) {
    this(pointer, false);
  }

  private VipsImage(MemorySegment pointer, boolean inMemory) {
    this.pointer = pointer;
    this.inMemory = inMemory;
    this.width = get(WIDTH);
    this.height = get(HEIGHT);
    this.bands = get(BANDS);
  }

  /** The image that an operation left in {@code out}, or the failure that its status reports. */
  static VipsImage taken(String operation, int status, MemorySegment out) {
    if (status != 0) {
      throw Libvips.failure(operation);
    }
    return new VipsImage(out.get(ValueLayout.ADDRESS, 0));
  }

  /**
   * Copies 8-bit pixels into a new image.
   *
   * @param pixels row by row, {@code width * height * bands} bytes
   * @param bands 1 for gray, 3 for sRGB, 4 for sRGB with alpha
   */
  public static VipsImage of(byte[] pixels, int width, int height, int bands) {
    if (pixels.length != width * height * bands) {
      throw new IllegalArgumentException("The pixels do not fill the image.");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, pixels);
      MemorySegment image =
          (MemorySegment)
              FROM_PIXELS_COPY.invokeExact(bytes, bytes.byteSize(), width, height, bands, UCHAR);
      return owned("new_from_memory_copy", image);
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  /** Width in pixels. */
  public int width() {
    return width;
  }

  /** Height in pixels. */
  public int height() {
    return height;
  }

  /** Samples a pixel, alpha included. */
  public int bands() {
    return bands;
  }

  /** Whether the last band is alpha. */
  public boolean hasAlpha() {
    return get(HAS_ALPHA) != 0;
  }

  /** Whether samples have 8 bits. */
  public boolean hasBytes() {
    return get(FORMAT) == UCHAR;
  }

  /** The sample type, a value of {@code VipsBandFormat}. */
  int format() {
    return get(FORMAT);
  }

  /** Whether this is sRGB of 8 bits already, with or without alpha. */
  public boolean isSrgb() {
    int interpretation = get(INTERPRETATION);
    return hasBytes()
        && (interpretation == SRGB || interpretation == RGB)
        && (bands == 3 || bands == 4);
  }

  /** Whether the picture brought a colour profile along. */
  public boolean hasProfile() {
    try {
      return (long) TYPE_OF.invokeExact(pointer(), PROFILE) != 0;
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  /**
   * Computes all pixels and answers an image that holds nothing else: no metadata, no link to the
   * file it came from.
   */
  public VipsImage toMemory() {
    try {
      VipsImage computed = owned("copy_memory", (MemorySegment) COPY_MEMORY.invokeExact(pointer()));
      return computed.hasBytes() ? computed.bare() : computed;
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  /** A new image over the pixels of this one, which it takes over. */
  private VipsImage bare() throws Throwable {
    MemorySegment pixels = (MemorySegment) PIXELS.invokeExact(pointer());
    long length = (long) width * height * bands;
    MemorySegment image =
        (MemorySegment) FROM_PIXELS.invokeExact(pixels, length, width, height, bands, UCHAR);
    if (image.address() == 0) {
      close();
      throw Libvips.failure("new_from_memory");
    }
    KEEP_WITH.invokeExact(image, SOURCE, pointer(), UNREF_SYMBOL);
    pointer = MemorySegment.NULL;
    return new VipsImage(image, true);
  }

  /** Whether this came from {@link #toMemory()}: nothing is left to compute. */
  public boolean inMemory() {
    return inMemory;
  }

  /**
   * The 8-bit samples of an image from {@link #toMemory()}, row by row, for reading; valid until
   * the image is closed.
   */
  public ByteBuffer pixels() {
    if (!hasBytes()) {
      throw new IllegalStateException("Only 8-bit samples can be read.");
    }
    try {
      MemorySegment pixels = (MemorySegment) PIXELS.invokeExact(pointer());
      if (pixels.address() == 0) {
        throw Libvips.failure("get_data");
      }
      return pixels.reinterpret((long) width * height * bands).asByteBuffer().asReadOnlyBuffer();
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  /** The samples of {@link #pixels()} as red, green, blue, alpha, whatever the bands. */
  public byte[] rgba() {
    ByteBuffer from = pixels();
    byte[] rgba = new byte[width * height * 4];
    if (bands == 4) {
      from.get(rgba);
      return rgba;
    }
    if (bands != 3) {
      throw new IllegalStateException("Only sRGB can be read as such.");
    }
    Arrays.fill(rgba, (byte) 0xff);
    for (int i = 0, o = 0; o < rgba.length; i += 3, o += 4) {
      from.get(i, rgba, o, 3);
    }
    return rgba;
  }

  /** Gives the image back; a second call does nothing. */
  @Override
  public void close() {
    MemorySegment closing = pointer;
    if (closing.address() == 0) {
      return;
    }
    pointer = MemorySegment.NULL;
    try {
      UNREF.invokeExact(closing);
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  MemorySegment pointer() {
    MemorySegment now = pointer;
    if (now.address() == 0) {
      throw new IllegalStateException("The image is closed.");
    }
    return now;
  }

  private static VipsImage owned(String operation, MemorySegment image) {
    if (image.address() == 0) {
      throw Libvips.failure(operation);
    }
    return new VipsImage(image);
  }

  private int get(MethodHandle getter) {
    try {
      return (int) getter.invokeExact(pointer());
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  private static MethodHandle getter(String name) {
    return Native.getter(name, FunctionDescriptor.of(INT, POINTER));
  }
}
