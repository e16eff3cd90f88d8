package io.cameo.image;

import io.cameo.image.vips.Encoder;
import io.cameo.image.vips.Encoder.Chroma;
import io.cameo.image.vips.VipsImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

/** Pictures that tests paint, and what a test needs to turn and store them in every way. */
final class Painted {

  private Painted() {}

  /** Four corners of different colours, with a soft gradient over all, so that nothing is flat. */
  static BufferedImage corners(int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean right = x * 2 >= width;
        boolean bottom = y * 2 >= height;
        int base = right ? (bottom ? 0xd0a020 : 0x2040c0) : (bottom ? 0x20a040 : 0xc03030);
        int shade = 24 * x / width + 24 * y / height;
        picture.setRGB(x, y, base + shade * 0x010101);
      }
    }
    return picture;
  }

  /** The corners under a grain that keeps every encoder busy over the whole picture. */
  static BufferedImage noisy(int width, int height) {
    BufferedImage picture = corners(width, height);
    Random random = new Random(7);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, picture.getRGB(x, y) ^ (random.nextInt() & 0x1f1f1f));
      }
    }
    return picture;
  }

  /** The picture turned clockwise, by plain copying: the reference for our own turning. */
  static BufferedImage rotated(BufferedImage in, int degrees) {
    BufferedImage out = in;
    for (int turned = 0; turned < degrees; turned += 90) {
      BufferedImage next =
          new BufferedImage(out.getHeight(), out.getWidth(), BufferedImage.TYPE_INT_RGB);
      for (int y = 0; y < out.getHeight(); y++) {
        for (int x = 0; x < out.getWidth(); x++) {
          next.setRGB(out.getHeight() - 1 - y, x, out.getRGB(x, y));
        }
      }
      out = next;
    }
    return out;
  }

  /**
   * A JPEG that is seen as {@code seen} by whoever honours its orientation. Where the first row and
   * column of the stored pixels are seen is what the tag says (CIPA DC-008, 4.6.4 A).
   */
  static byte[] jpegStoredAs(BufferedImage seen, int orientation) {
    int width = seen.getWidth();
    int height = seen.getHeight();
    boolean swapped = orientation >= 5;
    BufferedImage stored =
        new BufferedImage(
            swapped ? height : width, swapped ? width : height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < stored.getHeight(); y++) {
      for (int x = 0; x < stored.getWidth(); x++) {
        int rgb =
            switch (orientation) {
              case 1 -> seen.getRGB(x, y);
              case 2 -> seen.getRGB(width - 1 - x, y);
              case 3 -> seen.getRGB(width - 1 - x, height - 1 - y);
              case 4 -> seen.getRGB(x, height - 1 - y);
              case 5 -> seen.getRGB(y, x);
              case 6 -> seen.getRGB(width - 1 - y, x);
              case 7 -> seen.getRGB(width - 1 - y, height - 1 - x);
              default -> seen.getRGB(y, height - 1 - x);
            };
        stored.setRGB(x, y, rgb);
      }
    }
    return withOrientation(jpeg(stored), orientation);
  }

  /** A good JPEG without any metadata. */
  static byte[] jpeg(BufferedImage picture) {
    try (VipsImage image = image(picture)) {
      return Encoder.jpeg(image, 95, Chroma.FULL, false);
    }
  }

  /** The JPEG with an EXIF block of one entry, the orientation, behind its first marker. */
  static byte[] withOrientation(byte[] jpeg, int orientation) {
    byte[] tiff =
        HexFormat.of()
            .parseHex(
                "4d4d002a00000008" // big endian, directory at 8
                    + "0001" // one entry
                    + "0112000300000001%04x0000".formatted(orientation)
                    + "00000000"); // no further directory
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(jpeg, 0, 2);
    file.write(0xff);
    file.write(0xe1);
    int length = 2 + 6 + tiff.length;
    file.write(length >> 8);
    file.write(length);
    file.writeBytes("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(tiff);
    file.write(jpeg, 2, jpeg.length - 2);
    return file.toByteArray();
  }

  /** The picture as a native image, with its alpha when it has one. */
  static VipsImage image(BufferedImage picture) {
    Pictures.pipeline();
    int bands = picture.getColorModel().hasAlpha() ? 4 : 3;
    byte[] bytes = new byte[picture.getWidth() * picture.getHeight() * bands];
    int at = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int argb = picture.getRGB(x, y);
        bytes[at++] = (byte) (argb >> 16);
        bytes[at++] = (byte) (argb >> 8);
        bytes[at++] = (byte) argb;
        if (bands == 4) {
          bytes[at++] = (byte) (argb >>> 24);
        }
      }
    }
    return VipsImage.of(bytes, picture.getWidth(), picture.getHeight(), bands);
  }
}
