package io.cameo.service.ops.smoke;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * The pictures of a run: drawn anew, in colours of chance, so that no older one looks like them.
 */
final class Samples {

  /** Of a channel of 0 to 255: what encoders may change of a plain colour. */
  private static final int TOLERANCE = 40;

  private static final int SIDE = 600;
  private static final int NOISE_SIDE = 200;

  private final SecureRandom random = new SecureRandom();

  /** A picture and the colour of its middle. */
  record Sample(byte[] bytes, String type, Color middle) {}

  /** A disc before nothing: a picture with transparency. */
  Sample transparent() throws IOException {
    Color colour = colour();
    BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_ARGB);
    disc(picture, colour);
    return new Sample(written(picture, "png"), "image/png", colour);
  }

  /** The same before white, far from the other one in colour. */
  Sample opaque(Color other) throws IOException {
    Color colour = new Color(255 - other.getRed(), 255 - other.getGreen(), 255 - other.getBlue());
    BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, SIDE, SIDE);
    graphics.dispose();
    disc(picture, colour);
    return new Sample(written(picture, "jpg"), "image/jpeg", colour);
  }

  private static void disc(BufferedImage picture, Color colour) {
    Graphics2D graphics = picture.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(colour);
    graphics.fillOval(SIDE / 10, SIDE / 10, SIDE * 8 / 10, SIDE * 8 / 10);
    graphics.dispose();
  }

  /** One whose complement is far away. */
  private Color colour() {
    return new Color(random.nextInt(20, 80), random.nextInt(180, 240), random.nextInt(20, 80));
  }

  /** Half of a photograph that cannot be compressed: the cut takes pixels away. */
  byte[] damaged() throws IOException {
    BufferedImage noise = new BufferedImage(NOISE_SIDE, NOISE_SIDE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < NOISE_SIDE * NOISE_SIDE; i++) {
      noise.setRGB(i % NOISE_SIDE, i / NOISE_SIDE, random.nextInt(0x1000000));
    }
    byte[] whole = written(noise, "jpg");
    return Arrays.copyOf(whole, whole.length / 2);
  }

  /** A small picture with the harmless file behind it that every virus scanner must find. */
  byte[] infected(Sample picture) {
    byte[] eicar =
        new StringBuilder("*H+H$!ELIF-TSET-")
            .append("SURIVITNA-DRADNATS-RACIE$}7)CC7)^P(45XZP\\4[PA@%P!O5X")
            .reverse()
            .toString()
            .getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(picture.bytes(), picture.bytes().length + eicar.length);
    System.arraycopy(eicar, 0, all, picture.bytes().length, eicar.length);
    return all;
  }

  /**
   * Whether a JPEG or PNG shows that colour in its middle; nothing for what cannot be read here.
   */
  static Optional<Boolean> shows(byte[] picture, Color middle) {
    try {
      BufferedImage read = ImageIO.read(new ByteArrayInputStream(picture));
      if (read == null) {
        return Optional.empty();
      }
      Color found = new Color(read.getRGB(read.getWidth() / 2, read.getHeight() / 2));
      return Optional.of(
          Math.abs(found.getRed() - middle.getRed()) <= TOLERANCE
              && Math.abs(found.getGreen() - middle.getGreen()) <= TOLERANCE
              && Math.abs(found.getBlue() - middle.getBlue()) <= TOLERANCE);
    } catch (IOException | RuntimeException damaged) {
      return Optional.of(false);
    }
  }

  private static byte[] written(BufferedImage picture, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(picture, format, bytes)) {
      throw new IOException("This JDK writes no " + format);
    }
    return bytes.toByteArray();
  }
}
