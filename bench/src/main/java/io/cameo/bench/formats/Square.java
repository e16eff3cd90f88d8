package io.cameo.bench.formats;

import io.cameo.bench.quality.Ssimulacra2;
import io.cameo.image.ImagePipeline;
import io.cameo.image.ImageType;
import io.cameo.image.Outcome;
import io.cameo.image.Recipe;
import io.cameo.image.Rendition;
import io.cameo.image.vips.Decoder;
import io.cameo.image.vips.Encoder;
import io.cameo.image.vips.Operations;
import io.cameo.image.vips.VipsImage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A photograph in one of the delivered sizes, without loss.
 *
 * @param picture name of the photograph's file
 * @param png the square as a file, from which the pipeline makes its JPEG
 */
record Square(String picture, int size, byte[] rgb, byte[] png, Ssimulacra2 looks) {

  private static final int MASTER = 1024;
  private static final long MAX_PIXELS = 100_000_000;

  /** An encoded square: how close it comes to the original, and its length. */
  record Encoded(double score, int bytes) {}

  /**
   * Squares of a photograph, made of its master as all later renditions are; none when the picture
   * is refused or transparent.
   */
  static List<Square> of(ImagePipeline pipeline, String name, byte[] file, List<Integer> sizes) {
    Recipe recipe = new Recipe(List.of(64), MASTER, 85, Optional.empty(), MAX_PIXELS);
    if (!(pipeline.render(direct(file), recipe) instanceof Outcome.Rendered rendered)) {
      return List.of();
    }
    Rendition master = rendered.renditions().getFirst();
    if (master.type() != ImageType.JPEG) {
      return List.of();
    }
    List<Square> squares = new ArrayList<>();
    for (int size : sizes) {
      try (VipsImage whole = Decoder.jpeg(direct(master.bytes()), 1);
          VipsImage scaled = Operations.resize(whole, size, size);
          VipsImage square = scaled.toMemory()) {
        byte[] rgba = square.rgba();
        squares.add(
            new Square(
                name, size, rgb(rgba), Encoder.png(square), new Ssimulacra2(rgba, size, size)));
      }
    }
    return squares;
  }

  /** The JPEG that the pipeline makes of it. */
  Encoded jpeg(ImagePipeline pipeline, int quality) {
    Recipe recipe = new Recipe(List.of(size), 0, quality, Optional.empty(), MAX_PIXELS);
    return switch (pipeline.render(direct(png), recipe)) {
      case Outcome.Rendered rendered -> {
        byte[] file = rendered.renditions().getFirst().bytes();
        try (VipsImage image = Decoder.jpeg(direct(file), 1)) {
          yield encoded(image, file);
        }
      }
      case Outcome.Refused refused -> throw new IllegalStateException(refused.detail());
    };
  }

  /** The same in another format. */
  Encoded as(Format format, int quality, int effort) {
    byte[] file = encode(format, quality, effort);
    try (VipsImage image = format.open(direct(file))) {
      return encoded(image, file);
    }
  }

  byte[] encode(Format format, int quality, int effort) {
    try (VipsImage image = VipsImage.of(rgb, size, size, 3)) {
      return format.encode(image, quality, effort);
    }
  }

  private Encoded encoded(VipsImage image, byte[] file) {
    try (VipsImage srgb = image.isSrgb() ? image.toMemory() : Operations.toSrgb(image);
        VipsImage pixels = srgb.toMemory()) {
      return new Encoded(looks.score(pixels.rgba()), file.length);
    }
  }

  private static byte[] rgb(byte[] rgba) {
    byte[] rgb = new byte[rgba.length / 4 * 3];
    for (int i = 0, o = 0; i < rgba.length; i += 4, o += 3) {
      System.arraycopy(rgba, i, rgb, o, 3);
    }
    return rgb;
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }
}
