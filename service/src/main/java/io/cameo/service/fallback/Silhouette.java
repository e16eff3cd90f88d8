package io.cameo.service.fallback;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/**
 * A head and shoulders on a plain ground. As a PNG it has a palette: the ground, the figure, and
 * the steps between them that make its edge smooth.
 */
final class Silhouette {

  /** Steps from the ground's colour to the figure's. */
  private static final int SHADES = 16;

  /** Points a pixel is sampled at, on each axis. */
  private static final int SAMPLES = 4;

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private Silhouette() {}

  /** A square JPEG of the given side, the ground in {@code rgb}, for addresses that end in .jpg. */
  static byte[] jpeg(int size, int rgb) {
    byte[] palette = palette(rgb);
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int at = 3 * shade(x, y, size);
        int red = palette[at] & 0xff;
        int green = palette[at + 1] & 0xff;
        int blue = palette[at + 2] & 0xff;
        image.setRGB(x, y, red << 16 | green << 8 | blue);
      }
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, "jpeg", file)) {
        throw new IllegalStateException("this JDK writes no JPEG");
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return file.toByteArray();
  }

  /** A square PNG of the given side, the ground in {@code rgb}. */
  static byte[] png(int size, int rgb) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(file)) {
      out.write(SIGNATURE);
      ByteArrayOutputStream header = new ByteArrayOutputStream();
      try (DataOutputStream fields = new DataOutputStream(header)) {
        fields.writeInt(size);
        fields.writeInt(size);
        // Eight bits, palette, deflate, the five filters, not interlaced.
        fields.write(new byte[] {8, 3, 0, 0, 0});
      }
      chunk(out, "IHDR", header.toByteArray());
      chunk(out, "PLTE", palette(rgb));
      chunk(out, "IDAT", pixels(size));
      chunk(out, "IEND", new byte[0]);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return file.toByteArray();
  }

  private static byte[] palette(int rgb) {
    byte[] palette = new byte[SHADES * 3];
    for (int shade = 0; shade < SHADES; shade++) {
      for (int channel = 0; channel < 3; channel++) {
        int ground = rgb >> (16 - 8 * channel) & 0xff;
        // The figure is the ground, four fifths of the way to white.
        int figure = ground + (255 - ground) * 4 / 5;
        palette[shade * 3 + channel] = (byte) (ground + (figure - ground) * shade / (SHADES - 1));
      }
    }
    return palette;
  }

  private static byte[] pixels(int size) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(packed)) {
      byte[] line = new byte[1 + size];
      for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
          line[1 + x] = (byte) shade(x, y, size);
        }
        deflated.write(line);
      }
    }
    return packed.toByteArray();
  }

  private static int shade(int x, int y, int size) {
    int inside = 0;
    for (int i = 0; i < SAMPLES * SAMPLES; i++) {
      double u = (x + (i % SAMPLES + 0.5) / SAMPLES) / size;
      double v = (y + (i / SAMPLES + 0.5) / SAMPLES) / size;
      if (isFigure(u, v)) {
        inside++;
      }
    }
    return inside * (SHADES - 1) / (SAMPLES * SAMPLES);
  }

  /** Whether a point of the unit square belongs to the head or the shoulders. */
  private static boolean isFigure(double u, double v) {
    double head = square((u - 0.5) / 0.19) + square((v - 0.38) / 0.19);
    double shoulders = square((u - 0.5) / 0.36) + square((v - 1.0) / 0.36);
    return head <= 1 || shoulders <= 1;
  }

  private static double square(double number) {
    return number * number;
  }

  private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(content);
    out.writeInt(content.length);
    out.write(name);
    out.write(content);
    out.writeInt((int) crc.getValue());
  }
}
