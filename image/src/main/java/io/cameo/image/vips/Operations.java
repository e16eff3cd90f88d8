package io.cameo.image.vips;

import static io.cameo.image.vips.Native.DOUBLE;
import static io.cameo.image.vips.Native.INT;
import static io.cameo.image.vips.Native.POINTER;
import static io.cameo.image.vips.Native.option;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * What can be done with an image. Each answers a new image and computes nothing yet; the image
 * given stays its caller's.
 */
public final class Operations {

  /** {@code VipsAngle}: quarter turns clockwise. */
  private static final int D90 = 1;

  private static final int D180 = 2;
  private static final int D270 = 3;

  /** {@code VipsDirection}. */
  private static final int LEFT_RIGHT = 0;

  private static final int TOP_BOTTOM = 1;

  /** {@code VIPS_INTERPRETATION_sRGB}. */
  private static final int SRGB = 22;

  /** {@code VIPS_INTENT_PERCEPTUAL}. */
  private static final int PERCEPTUAL = 0;

  private static final List<ValueLayout> IN_OUT = List.of(POINTER, POINTER);

  private static final MethodHandle EXTRACT =
      Native.operation("vips_extract_area", List.of(POINTER, POINTER, INT, INT, INT, INT));
  private static final MethodHandle RESIZE =
      Native.operation("vips_resize", List.of(POINTER, POINTER, DOUBLE), option("vscale", DOUBLE));
  private static final MethodHandle SHRINK =
      Native.operation("vips_shrink", List.of(POINTER, POINTER, DOUBLE, DOUBLE));
  private static final MethodHandle ROT =
      Native.operation("vips_rot", List.of(POINTER, POINTER, INT));
  private static final MethodHandle FLIP =
      Native.operation("vips_flip", List.of(POINTER, POINTER, INT));
  private static final MethodHandle PREMULTIPLY = Native.operation("vips_premultiply", IN_OUT);
  private static final MethodHandle UNPREMULTIPLY = Native.operation("vips_unpremultiply", IN_OUT);
  private static final MethodHandle CAST =
      Native.operation("vips_cast", List.of(POINTER, POINTER, INT));
  private static final MethodHandle FLATTEN =
      Native.operation("vips_flatten", IN_OUT, option("background", POINTER));
  private static final MethodHandle COLOURSPACE =
      Native.operation("vips_colourspace", List.of(POINTER, POINTER, INT));
  private static final MethodHandle ICC =
      Native.operation(
          "vips_icc_transform",
          List.of(POINTER, POINTER, POINTER),
          option("embedded", INT),
          option("intent", INT),
          option("depth", INT));

  private static final MemorySegment SRGB_PROFILE = Arena.global().allocateFrom("srgb");

  /** White, as a {@code VipsArrayDouble} that lives as long as the process. */
  private static final MemorySegment WHITE = white();

  private Operations() {}

  /** The rectangle at {@code x, y}. */
  public static VipsImage extract(VipsImage in, int x, int y, int width, int height) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(POINTER);
      int status = (int) EXTRACT.invokeExact(in.pointer(), out, x, y, width, height);
      return VipsImage.taken("extract_area", status, out);
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  /**
   * The image at another size, by Lanczos of three lobes when smaller (averaged before where it
   * becomes much smaller), by cubic interpolation when larger. Alpha weighs the colours, so that
   * what is invisible does not bleed into what is not.
   */
  public static VipsImage resize(VipsImage in, int width, int height) {
    if (!in.hasAlpha()) {
      return scale(in, width, height);
    }
    try (VipsImage weighed = apply("premultiply", PREMULTIPLY, in);
        VipsImage scaled = scale(weighed, width, height)) {
      return unweigh(scaled, in.format());
    }
  }

  /** The image at half its size, by the mean of four pixels; width and height are even. */
  public static VipsImage halve(VipsImage in) {
    if (!in.hasAlpha()) {
      return shrink(in);
    }
    try (VipsImage weighed = apply("premultiply", PREMULTIPLY, in);
        VipsImage shrunk = shrink(weighed)) {
      return unweigh(shrunk, in.format());
    }
  }

  /** The image turned clockwise by 90, 180 or 270 degrees. */
  public static VipsImage rotate(VipsImage in, int degrees) {
    int angle =
        switch (degrees) {
          case 90 -> D90;
          case 180 -> D180;
          case 270 -> D270;
          default -> throw new IllegalArgumentException("No turn by " + degrees + " degrees.");
        };
    return apply("rot", ROT, in, angle);
  }

  /** The image with left and right exchanged. */
  public static VipsImage mirror(VipsImage in) {
    return apply("flip", FLIP, in, LEFT_RIGHT);
  }

  /** The image with top and bottom exchanged. */
  public static VipsImage flip(VipsImage in) {
    return apply("flip", FLIP, in, TOP_BOTTOM);
  }

  /** The image on white, without its alpha. */
  public static VipsImage flatten(VipsImage in) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(POINTER);
      int status = (int) FLATTEN.invokeExact(in.pointer(), out, WHITE);
      return VipsImage.taken("flatten", status, out);
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  /** The image in sRGB of 8 bits, through libvips' own idea of the space it is in. */
  public static VipsImage toSrgb(VipsImage in) {
    return apply("colourspace", COLOURSPACE, in, SRGB);
  }

  /**
   * The image in sRGB of 8 bits, through the profile that it brought along.
   *
   * @throws VipsFailure when there is none, or it is broken or made for another kind of picture
   */
  public static VipsImage profileToSrgb(VipsImage in) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(POINTER);
      int status = (int) ICC.invokeExact(in.pointer(), out, SRGB_PROFILE, 1, PERCEPTUAL, 8);
      return VipsImage.taken("icc_transform", status, out);
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  private static VipsImage scale(VipsImage in, int width, int height) {
    double across = (double) width / in.width();
    double down = (double) height / in.height();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(POINTER);
      int status = (int) RESIZE.invokeExact(in.pointer(), out, across, down);
      return VipsImage.taken("resize", status, out);
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  private static VipsImage shrink(VipsImage in) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(POINTER);
      int status = (int) SHRINK.invokeExact(in.pointer(), out, 2.0, 2.0);
      return VipsImage.taken("shrink", status, out);
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  private static VipsImage unweigh(VipsImage weighed, int format) {
    try (VipsImage plain = apply("unpremultiply", UNPREMULTIPLY, weighed)) {
      return apply("cast", CAST, plain, format);
    }
  }

  private static VipsImage apply(String name, MethodHandle operation, VipsImage in) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(POINTER);
      int status = (int) operation.invokeExact(in.pointer(), out);
      return VipsImage.taken(name, status, out);
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  private static VipsImage apply(String name, MethodHandle operation, VipsImage in, int choice) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(POINTER);
      int status = (int) operation.invokeExact(in.pointer(), out, choice);
      return VipsImage.taken(name, status, out);
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  private static MemorySegment white() {
    MethodHandle array =
        Native.function("vips_array_double_new", FunctionDescriptor.of(POINTER, POINTER, INT));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment values = arena.allocateFrom(DOUBLE, 255, 255, 255);
      return (MemorySegment) array.invokeExact(values, 3);
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }
}
