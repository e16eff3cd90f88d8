package io.cameo.it;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Pictures made for the tests, and what renditions of them look like. Most show four quarters: red,
 * green, blue and yellow from the upper left to the lower right, so that every wrong turn is seen.
 */
final class Pictures {

  static final Color RED = new Color(200, 40, 40);
  static final Color GREEN = new Color(40, 160, 60);
  static final Color BLUE = new Color(40, 70, 200);
  static final Color YELLOW = new Color(230, 200, 60);

  /** Words that stand in the metadata of {@link #jpegWithSecrets} and must never come out. */
  static final String[] SECRETS = {"SN-GENERATED-77", "Owner Of The Camera", "Exif", "<?php"};

  /** Those of them that nothing but this picture can have said. */
  static final String[] PLANTED = {SECRETS[0], SECRETS[1]};

  private Pictures() {}

  /** Four quarters of a picture of this size. */
  static BufferedImage quarters(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D draw = image.createGraphics();
    draw.setColor(RED);
    draw.fillRect(0, 0, width / 2, height / 2);
    draw.setColor(GREEN);
    draw.fillRect(width / 2, 0, width - width / 2, height / 2);
    draw.setColor(BLUE);
    draw.fillRect(0, height / 2, width / 2, height - height / 2);
    draw.setColor(YELLOW);
    draw.fillRect(width / 2, height / 2, width - width / 2, height - height / 2);
    draw.dispose();
    return image;
  }

  /** A JPEG of one size and colour that no other call gives: every one is a new picture. */
  static byte[] jpeg(int side, Color color) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D draw = image.createGraphics();
    draw.setColor(color);
    draw.fillRect(0, 0, side, side);
    draw.dispose();
    return write(image, "jpg");
  }

  static byte[] jpeg(BufferedImage image) {
    return write(image, "jpg");
  }

  static byte[] png(BufferedImage image) {
    return write(image, "png");
  }

  /** The quarters as a camera that was held another way stores them, with the tag that says so. */
  static byte[] jpegTurned(int orientation, int width, int height) {
    BufferedImage upright = quarters(width, height);
    boolean sideways = orientation >= 5 && orientation <= 8;
    int storedWidth = sideways ? height : width;
    int storedHeight = sideways ? width : height;
    BufferedImage stored = new BufferedImage(storedWidth, storedHeight, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int right = storedWidth - 1;
        int bottom = storedHeight - 1;
        int color = upright.getRGB(x, y);
        switch (orientation) {
          case 2 -> stored.setRGB(right - x, y, color);
          case 3 -> stored.setRGB(right - x, bottom - y, color);
          case 4 -> stored.setRGB(x, bottom - y, color);
          case 5 -> stored.setRGB(y, x, color);
          case 6 -> stored.setRGB(y, bottom - x, color);
          case 7 -> stored.setRGB(right - y, bottom - x, color);
          case 8 -> stored.setRGB(right - y, x, color);
          default -> stored.setRGB(x, y, color);
        }
      }
    }
    return withSegment(jpeg(stored), 0xE1, exif(orientation, "Plain"));
  }

  /** A JPEG full of what must not come out: EXIF with names, a comment, bytes behind its end. */
  static byte[] jpegWithSecrets() {
    byte[] jpeg = jpeg(quarters(320, 240));
    jpeg = withSegment(jpeg, 0xFE, ascii("Owner Of The Camera"));
    jpeg = withSegment(jpeg, 0xE1, exif(1, "SN-GENERATED-77"));
    return concat(jpeg, ascii("PK\u0003\u0004<script>alert(1)</script><?php phpinfo();"));
  }

  /** A red picture that is transparent outside a centred disc. */
  static byte[] pngWithAlpha() {
    BufferedImage image = new BufferedImage(300, 300, BufferedImage.TYPE_INT_ARGB);
    Graphics2D draw = image.createGraphics();
    draw.setColor(RED);
    draw.fillOval(30, 30, 240, 240);
    draw.dispose();
    return png(image);
  }

  static byte[] png16Bit() {
    BufferedImage image = new BufferedImage(200, 200, BufferedImage.TYPE_USHORT_GRAY);
    Graphics2D draw = image.createGraphics();
    draw.setColor(Color.LIGHT_GRAY);
    draw.fillRect(0, 0, 200, 200);
    draw.dispose();
    return png(image);
  }

  static byte[] jpegGray() {
    BufferedImage image = new BufferedImage(200, 200, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D draw = image.createGraphics();
    draw.setColor(Color.LIGHT_GRAY);
    draw.fillRect(0, 0, 200, 200);
    draw.dispose();
    return jpeg(image);
  }

  /** A GIF whose first frame is red and whose second is blue. */
  static byte[] gifOfTwoFrames() {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (Color color : new Color[] {RED, BLUE}) {
        BufferedImage frame = new BufferedImage(120, 120, BufferedImage.TYPE_INT_RGB);
        Graphics2D draw = frame.createGraphics();
        draw.setColor(color);
        draw.fillRect(0, 0, 120, 120);
        draw.dispose();
        writer.writeToSequence(
            new IIOImage(
                frame,
                null,
                writer.getDefaultImageMetadata(
                    ImageTypeSpecifier.createFromRenderedImage(frame),
                    writer.getDefaultWriteParam())),
            null);
      }
      writer.endWriteSequence();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** A JPEG in several scans, each of which shows more of the picture. */
  static byte[] jpegProgressive(BufferedImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam how = writer.getDefaultWriteParam();
    how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), how);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /**
   * The quarters as WebP or AVIF, which the JDK cannot write: files of our own, made with sharp.
   */
  static byte[] prepared(String name) {
    try (InputStream file = Pictures.class.getResourceAsStream("/pictures/" + name)) {
      return file.readAllBytes();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A small file that is a black picture of 16383 x 16383 pixels. */
  static byte[] pngOfTooManyPixels() {
    int side = 16_383;
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflate =
        new DeflaterOutputStream(data, new Deflater(Deflater.BEST_SPEED))) {
      byte[] row = new byte[1 + (side + 7) / 8];
      for (int y = 0; y < side; y++) {
        deflate.write(row);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    png.writeBytes(
        chunk(
            "IHDR",
            ByteBuffer.allocate(13)
                .putInt(side)
                .putInt(side)
                .put(new byte[] {1, 0, 0, 0, 0})
                .array()));
    png.writeBytes(chunk("IDAT", data.toByteArray()));
    png.writeBytes(chunk("IEND", new byte[0]));
    return png.toByteArray();
  }

  private static byte[] chunk(String type, byte[] data) {
    CRC32 crc = new CRC32();
    crc.update(ascii(type));
    crc.update(data);
    return ByteBuffer.allocate(12 + data.length)
        .putInt(data.length)
        .put(ascii(type))
        .put(data)
        .putInt((int) crc.getValue())
        .array();
  }

  static byte[] truncated(byte[] picture) {
    return Arrays.copyOf(picture, picture.length * 2 / 3);
  }

  static byte[] svg() {
    return ascii(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">"
            + "<script>alert(1)</script></svg>");
  }

  /** The folder of real photographs beside the project, where there is one. */
  static Optional<Path> folder() {
    Path folder = Path.of("../../shared/pictures").toAbsolutePath().normalize();
    return Files.isRegularFile(folder.resolve("PROVENANCE.md"))
        ? Optional.of(folder)
        : Optional.empty();
  }

  /** The media type that the first bytes show; the tests' own small judgement. */
  static String typeOf(byte[] bytes) {
    String head = new String(bytes, 0, Math.min(16, bytes.length), StandardCharsets.ISO_8859_1);
    if (head.startsWith("\u00ff\u00d8\u00ff")) {
      return "image/jpeg";
    } else if (head.startsWith("\u0089PNG")) {
      return "image/png";
    } else if (head.startsWith("GIF8")) {
      return "image/gif";
    } else if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
      return "image/webp";
    } else if (head.startsWith("ftyp", 4)) {
      return "image/avif";
    }
    return "application/octet-stream";
  }

  /** A JPEG or PNG, decoded by the JDK. */
  static BufferedImage decode(byte[] bytes) {
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
      if (image == null) {
        throw new AssertionError("the JDK cannot decode these " + bytes.length + " bytes");
      }
      return image;
    } catch (IOException failed) {
      throw new AssertionError("the JDK cannot decode these bytes", failed);
    }
  }

  /** Whether a pixel has about this colour: JPEG and scaling change it a little. */
  static boolean isAbout(int rgb, Color color) {
    Color seen = new Color(rgb);
    return Math.abs(seen.getRed() - color.getRed()) < 24
        && Math.abs(seen.getGreen() - color.getGreen()) < 24
        && Math.abs(seen.getBlue() - color.getBlue()) < 24;
  }

  /**
   * How much two square pictures of one size differ: root mean square over all channels, 0 to 1.
   */
  static double difference(BufferedImage one, BufferedImage other) {
    double sum = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        Color a = new Color(one.getRGB(x, y));
        Color b = new Color(other.getRGB(x, y));
        sum += square(a.getRed() - b.getRed());
        sum += square(a.getGreen() - b.getGreen());
        sum += square(a.getBlue() - b.getBlue());
      }
    }
    return Math.sqrt(sum / (3.0 * one.getWidth() * one.getHeight())) / 255;
  }

  private static double square(int value) {
    return (double) value * value;
  }

  private static byte[] write(BufferedImage image, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, bytes)) {
        throw new IllegalStateException("no writer for " + format);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return bytes.toByteArray();
  }

  /** An EXIF block with an orientation and a maker's name. */
  private static byte[] exif(int orientation, String make) {
    byte[] name = ascii(make + "\0");
    ByteBuffer tiff = ByteBuffer.allocate(6 + 8 + 2 + 24 + 4 + name.length);
    tiff.put(ascii("Exif\0\0")).put(ascii("MM")).putShort((short) 42).putInt(8);
    tiff.putShort((short) 2);
    tiff.putShort((short) 0x010F).putShort((short) 2).putInt(name.length).putInt(8 + 2 + 24 + 4);
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    tiff.putShort((short) orientation).putShort((short) 0);
    tiff.putInt(0).put(name);
    return tiff.array();
  }

  /** Puts a marker segment right behind the JPEG's start. */
  private static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
    ByteBuffer segment = ByteBuffer.allocate(4 + content.length);
    segment.put((byte) 0xFF).put((byte) marker).putShort((short) (2 + content.length)).put(content);
    return concat(
        Arrays.copyOf(jpeg, 2), concat(segment.array(), Arrays.copyOfRange(jpeg, 2, jpeg.length)));
  }

  private static byte[] concat(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
