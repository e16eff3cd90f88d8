package io.cameo.image.vips;

import static io.cameo.image.vips.Native.DOUBLE;
import static io.cameo.image.vips.Native.INT;
import static io.cameo.image.vips.Native.POINTER;
import static io.cameo.image.vips.Native.SIZE;
import static io.cameo.image.vips.Native.option;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Opens pictures of the five types with the loader of that type, never by libvips' own guess.
 *
 * <p>Opening reads the head; pixels are decoded, from top to bottom and once, when somebody asks
 * for them. The buffer is read in place: it must be direct, and must not change before the image
 * and all made from it are closed. Any warning of a decoder is a failure, because with less a
 * picture that is cut off comes out half grey. Of an animation only the first frame is opened.
 */
public final class Decoder {

  /** {@code VIPS_ACCESS_SEQUENTIAL}: nothing is decoded twice, nothing is spooled to disk. */
  private static final int SEQUENTIAL = 1;

  /** {@code VIPS_FAIL_ON_WARNING}. */
  private static final int FAIL_ON_WARNING = 3;

  private static final List<ValueLayout> BUFFER_TO_IMAGE = List.of(POINTER, SIZE, POINTER);

  private static final MethodHandle JPEG =
      Native.operation(
          "vips_jpegload_buffer",
          BUFFER_TO_IMAGE,
          option("shrink", INT),
          option("access", INT),
          option("fail_on", INT));
  private static final MethodHandle WEBP =
      Native.operation(
          "vips_webpload_buffer",
          BUFFER_TO_IMAGE,
          option("scale", DOUBLE),
          option("access", INT),
          option("fail_on", INT));
  private static final MethodHandle PNG = plain("vips_pngload_buffer");
  private static final MethodHandle GIF = plain("vips_gifload_buffer");
  private static final MethodHandle AVIF = plain("vips_heifload_buffer");

  private Decoder() {}

  /**
   * Opens a JPEG, reduced while it is decoded.
   *
   * @param shrink 1, 2, 4 or 8
   */
  public static VipsImage jpeg(ByteBuffer picture, int shrink) {
    MemorySegment bytes = direct(picture);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(POINTER);
      int status =
          (int) JPEG.invokeExact(bytes, bytes.byteSize(), out, shrink, SEQUENTIAL, FAIL_ON_WARNING);
      return VipsImage.taken("jpegload", status, out);
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  /**
   * Opens a WebP, reduced while it is decoded.
   *
   * @param scale above 0, at most 1
   */
  public static VipsImage webp(ByteBuffer picture, double scale) {
    MemorySegment bytes = direct(picture);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(POINTER);
      int status =
          (int) WEBP.invokeExact(bytes, bytes.byteSize(), out, scale, SEQUENTIAL, FAIL_ON_WARNING);
      return VipsImage.taken("webpload", status, out);
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  /** Opens a PNG. */
  public static VipsImage png(ByteBuffer picture) {
    return open("pngload", PNG, picture);
  }

  /** Opens a GIF's first frame. */
  public static VipsImage gif(ByteBuffer picture) {
    return open("gifload", GIF, picture);
  }

  /** Opens an AVIF's primary picture, turned as its container says. */
  public static VipsImage avif(ByteBuffer picture) {
    return open("heifload", AVIF, picture);
  }

  private static VipsImage open(String name, MethodHandle loader, ByteBuffer picture) {
    MemorySegment bytes = direct(picture);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(POINTER);
      int status =
          (int) loader.invokeExact(bytes, bytes.byteSize(), out, SEQUENTIAL, FAIL_ON_WARNING);
      return VipsImage.taken(name, status, out);
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  private static MethodHandle plain(String function) {
    return Native.operation(
        function, BUFFER_TO_IMAGE, option("access", INT), option("fail_on", INT));
  }

  private static MemorySegment direct(ByteBuffer picture) {
    if (!picture.isDirect()) {
      throw new IllegalArgumentException("Native code can only read a direct buffer.");
    }
    return MemorySegment.ofBuffer(picture);
  }
}
