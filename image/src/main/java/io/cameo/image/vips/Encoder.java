package io.cameo.image.vips;

import static io.cameo.image.vips.Native.INT;
import static io.cameo.image.vips.Native.POINTER;
import static io.cameo.image.vips.Native.SIZE;
import static io.cameo.image.vips.Native.option;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

/** Makes files of images, always without any metadata ({@code keep=none}). */
public final class Encoder {

  /** How a JPEG stores colour. */
  public enum Chroma {
    /** One colour sample for four pixels (4:2:0). */
    QUARTER(1),
    /** One colour sample a pixel (4:4:4). */
    FULL(2);

    /** The value of {@code VipsForeignSubsample}. */
    private final int subsample;

    Chroma(int subsample) {
      this.subsample = subsample;
    }
  }

  /** {@code VIPS_FOREIGN_KEEP_NONE}. */
  private static final int KEEP_NONE = 0;

  /** {@code VIPS_FOREIGN_KEEP_ICC}. */
  private static final int KEEP_PROFILE = 8;

  /** {@code VIPS_FOREIGN_HEIF_COMPRESSION_AV1}. */
  private static final int AV1 = 4;

  /** Bits a sample of an AVIF. */
  private static final int AVIF_BITS = 10;

  /**
   * How hard a PNG is packed, 0 to 9. On a photograph, 3 with a filter chosen for each row is a
   * fifth smaller than 6 without filters, in less time; 6 would save another fifteenth in twice the
   * time.
   */
  private static final int DEFLATE = 3;

  /** {@code VIPS_FOREIGN_PNG_FILTER_ALL}: libpng picks the best for each row. */
  private static final int EVERY_FILTER = 0xf8;

  private static final List<ValueLayout> IMAGE_TO_BUFFER = List.of(POINTER, POINTER, POINTER);

  private static final MethodHandle JPEG =
      Native.operation(
          "vips_jpegsave_buffer",
          IMAGE_TO_BUFFER,
          option("Q", INT),
          option("subsample_mode", INT),
          option("optimize_coding", INT),
          option("keep", INT));
  private static final MethodHandle JPEG_WITH_PROFILE =
      Native.operation(
          "vips_jpegsave_buffer", IMAGE_TO_BUFFER, option("profile", POINTER), option("keep", INT));
  private static final MethodHandle PNG =
      Native.operation(
          "vips_pngsave_buffer",
          IMAGE_TO_BUFFER,
          option("compression", INT),
          option("filter", INT),
          option("keep", INT));
  private static final MethodHandle WEBP =
      Native.operation(
          "vips_webpsave_buffer",
          IMAGE_TO_BUFFER,
          option("Q", INT),
          option("effort", INT),
          option("smart_subsample", INT),
          option("keep", INT));
  private static final MethodHandle AVIF =
      Native.operation(
          "vips_heifsave_buffer",
          IMAGE_TO_BUFFER,
          option("Q", INT),
          option("compression", INT),
          option("bitdepth", INT),
          option("subsample_mode", INT),
          option("effort", INT),
          option("keep", INT));
  private static final MethodHandle GIF =
      Native.operation("vips_gifsave_buffer", IMAGE_TO_BUFFER, option("keep", INT));
  private static final MethodHandle FREE =
      Native.function("g_free", FunctionDescriptor.ofVoid(POINTER));

  private Encoder() {}

  /**
   * Makes a baseline JPEG.
   *
   * @param quality 1 to 100
   * @param optimised whether to look for the shortest code in a second pass, which costs about as
   *     much again and saves 1 % of a large file and a sixth of a small one
   */
  public static byte[] jpeg(VipsImage image, int quality, Chroma chroma, boolean optimised) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(POINTER);
      MemorySegment length = arena.allocate(SIZE);
      int status =
          (int)
              JPEG.invokeExact(
                  image.pointer(),
                  out,
                  length,
                  quality,
                  chroma.subsample,
                  optimised ? 1 : 0,
                  KEEP_NONE);
      return taken("jpegsave", status, out, length);
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  /**
   * Makes a JPEG with one of libvips' built-in colour profiles; Cameo delivers none, the warm-up
   * and tests read it.
   *
   * @param profile {@code srgb}, {@code p3} or {@code cmyk}
   */
  public static byte[] jpegWithProfile(VipsImage image, String profile) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(POINTER);
      MemorySegment length = arena.allocate(SIZE);
      int status =
          (int)
              JPEG_WITH_PROFILE.invokeExact(
                  image.pointer(), out, length, arena.allocateFrom(profile), KEEP_PROFILE);
      return taken("jpegsave", status, out, length);
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  /** Makes a PNG. */
  public static byte[] png(VipsImage image) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(POINTER);
      MemorySegment length = arena.allocate(SIZE);
      int status =
          (int) PNG.invokeExact(image.pointer(), out, length, DEFLATE, EVERY_FILTER, KEEP_NONE);
      return PngChunks.withoutResolution(taken("pngsave", status, out, length));
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  /**
   * Makes a WebP. Its colour is always 4:2:0; chosen so that edges stay sharp, it looks better for
   * the same bytes. Alpha is kept as it is.
   *
   * @param quality 1 to 100
   * @param effort 0 (quick) to 6 (small)
   */
  public static byte[] webp(VipsImage image, int quality, int effort) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(POINTER);
      MemorySegment length = arena.allocate(SIZE);
      int status =
          (int) WEBP.invokeExact(image.pointer(), out, length, quality, effort, 1, KEEP_NONE);
      return taken("webpsave", status, out, length);
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  /**
   * Makes an AVIF of 10 bits a sample and full colour: both make it smaller for the same looks, by
   * 3 % and by 2 %, because less is lost to rounding and less has to be spent on edges of colour.
   *
   * @param quality 1 to 100
   * @param effort 0 (quick) to 9 (small)
   */
  public static byte[] avif(VipsImage image, int quality, int effort) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(POINTER);
      MemorySegment length = arena.allocate(SIZE);
      int status =
          (int)
              AVIF.invokeExact(
                  image.pointer(),
                  out,
                  length,
                  quality,
                  AV1,
                  AVIF_BITS,
                  Chroma.FULL.subsample,
                  effort,
                  KEEP_NONE);
      return taken("heifsave", status, out, length);
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  /** Makes a GIF; Cameo delivers none, the warm-up reads it. */
  public static byte[] gif(VipsImage image) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(POINTER);
      MemorySegment length = arena.allocate(SIZE);
      int status = (int) GIF.invokeExact(image.pointer(), out, length, KEEP_NONE);
      return taken("gifsave", status, out, length);
    } catch (Throwable t) {
      throw Native.broken(t);
    }
  }

  private static byte[] taken(String operation, int status, MemorySegment out, MemorySegment length)
      throws Throwable {
    if (status != 0) {
      throw Libvips.failure(operation);
    }
    MemorySegment file = out.get(ValueLayout.ADDRESS, 0);
    try {
      return file.reinterpret(length.get(SIZE, 0)).toArray(ValueLayout.JAVA_BYTE);
    } finally {
      FREE.invokeExact(file);
    }
  }
}
