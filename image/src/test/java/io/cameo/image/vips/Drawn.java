package io.cameo.image.vips;

import static io.cameo.image.vips.Native.INT;
import static io.cameo.image.vips.Native.POINTER;
import static io.cameo.image.vips.Native.SIZE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

/** Files that only tests make: forms of pictures that Cameo reads and never writes. */
public final class Drawn {

  private static final int CMYK = 15;
  private static final int RGB16 = 25;
  private static final int GRAY = 1;

  private Drawn() {}

  /** A JPEG of four inks, with libvips' own profile for them or none. */
  public static byte[] cmykJpeg(VipsImage srgb, boolean profile) {
    try (VipsImage inks = converted(srgb, CMYK)) {
      return profile
          ? Encoder.jpegWithProfile(inks, "cmyk")
          : saved("vips_jpegsave_buffer", inks, "keep", 0);
    }
  }

  /** A gray JPEG. */
  public static byte[] grayJpeg(VipsImage srgb) {
    try (VipsImage gray = converted(srgb, GRAY)) {
      return saved("vips_jpegsave_buffer", gray, "keep", 0);
    }
  }

  /** A PNG of 16 bits a sample. */
  public static byte[] deepPng(VipsImage srgb) {
    try (VipsImage deep = converted(srgb, RGB16)) {
      return saved("vips_pngsave_buffer", deep, "bitdepth", 16);
    }
  }

  /** A progressive JPEG. */
  public static byte[] progressiveJpeg(VipsImage srgb) {
    return saved("vips_jpegsave_buffer", srgb, "interlace", 1);
  }

  /** An interlaced PNG. */
  public static byte[] interlacedPng(VipsImage srgb) {
    return saved("vips_pngsave_buffer", srgb, "interlace", 1);
  }

  /** A GIF that shows the frames one after the other; they lie below each other in the image. */
  public static byte[] animatedGif(VipsImage frames, int frameHeight) {
    return saved("vips_gifsave_buffer", frames, "page_height", frameHeight);
  }

  /** A WebP that shows the frames one after the other; they lie below each other in the image. */
  public static byte[] animatedWebp(VipsImage frames, int frameHeight) {
    return saved("vips_webpsave_buffer", frames, "page_height", frameHeight);
  }

  private static VipsImage converted(VipsImage in, int space) {
    MethodHandle colourspace = Native.operation("vips_colourspace", List.of(POINTER, POINTER, INT));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(POINTER);
      int status = (int) colourspace.invokeExact(in.pointer(), out, space);
      return VipsImage.taken("colourspace", status, out);
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  private static byte[] saved(String function, VipsImage image, String option, int value) {
    MethodHandle save =
        Native.operation(function, List.of(POINTER, POINTER, POINTER), Native.option(option, INT));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(POINTER);
      MemorySegment length = arena.allocate(SIZE);
      int status = (int) save.invokeExact(image.pointer(), out, length, value);
      if (status != 0) {
        throw Libvips.failure(function);
      }
      return out.get(ValueLayout.ADDRESS, 0)
          .reinterpret(length.get(SIZE, 0))
          .toArray(ValueLayout.JAVA_BYTE);
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }
}
