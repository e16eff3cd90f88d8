package io.cameo.bench.contender;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * The photograph that is uploaded.
 *
 * @param name what the results call it
 * @param jpeg the file's bytes, not to be changed
 */
public record Photograph(String name, byte[] jpeg) {

  private static final int WIDTH = 4032;
  private static final int HEIGHT = 3024;

  /**
   * The real phone photograph beside the project when it is there, else one of the same measures.
   */
  public static Photograph forUploads(Path project) throws IOException {
    Path real = project.resolve("../shared/pictures/phone-12mp-gps.jpg");
    return Files.isReadable(real)
        ? new Photograph(real.getFileName().toString(), Files.readAllBytes(real))
        : generated(3_500_000);
  }

  /** A picture of 12 megapixels, the file as large as said, give or take a tenth. */
  public static Photograph generated(int bytes) throws IOException {
    return new Photograph("generated, %.1f MB".formatted(bytes / 1e6), jpeg(WIDTH, HEIGHT, bytes));
  }

  /**
   * Draws shapes under noise and searches the strength of the noise that fills the file.
   *
   * @throws IllegalArgumentException when no strength of noise comes near that many bytes
   */
  static byte[] jpeg(int width, int height, int bytes) throws IOException {
    double weak = 0;
    double strong = 128;
    byte[] closest = new byte[0];
    for (int i = 0; i < 9 && Math.abs(closest.length - bytes) > bytes / 20; i++) {
      double strength = (weak + strong) / 2;
      closest = encode(draw(width, height, strength));
      if (closest.length < bytes) {
        weak = strength;
      } else {
        strong = strength;
      }
    }
    if (Math.abs(closest.length - bytes) > bytes / 10) {
      throw new IllegalArgumentException(
          "No JPEG of %dx%d comes near %d bytes.".formatted(width, height, bytes));
    }
    return closest;
  }

  private static BufferedImage draw(int width, int height, double strength) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setPaint(new GradientPaint(0, 0, Color.CYAN, width, height, Color.ORANGE));
    graphics.fillRect(0, 0, width, height);
    Random random = new Random(42);
    for (int i = 0; i < 60; i++) {
      graphics.setColor(new Color(random.nextInt(0x1000000)));
      int side = height / 12 + random.nextInt(height / 4);
      graphics.fillOval(random.nextInt(width), random.nextInt(height), side, side);
    }
    graphics.dispose();
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        int noise = (int) ((random.nextInt(256) - 128) * strength / 128);
        row[x] = shifted(row[x], noise);
      }
      image.setRGB(0, y, width, 1, row, 0, width);
    }
    return image;
  }

  private static int shifted(int rgb, int by) {
    int red = Math.clamp((rgb >> 16 & 0xff) + by, 0, 255);
    int green = Math.clamp((rgb >> 8 & 0xff) + by, 0, 255);
    int blue = Math.clamp((rgb & 0xff) + by, 0, 255);
    return red << 16 | green << 8 | blue;
  }

  private static byte[] encode(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(0.9f);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
