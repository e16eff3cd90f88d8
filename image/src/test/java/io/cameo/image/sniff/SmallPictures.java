package io.cameo.image.sniff;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/** Small whole pictures of every kind; those that the JDK cannot write were written by libvips. */
final class SmallPictures {
  static final int WIDTH = 16;
  static final int HEIGHT = 12;

  private SmallPictures() {}

  /** Every kind by a name, each {@link #WIDTH} x {@link #HEIGHT}. */
  static Map<String, byte[]> all() {
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put("jpeg", jpeg(WIDTH, HEIGHT));
    all.put("progressive jpeg", progressiveJpeg(WIDTH, HEIGHT));
    all.put("png", png(WIDTH, HEIGHT, false));
    all.put("interlaced png", png(WIDTH, HEIGHT, true));
    all.put("gif", gif());
    all.put("webp", webp());
    all.put("webp with alpha", webpWithAlpha());
    all.put("lossless webp", losslessWebp());
    all.put("avif", avif());
    all.put("avif with alpha", avifWithAlpha());
    return all;
  }

  static byte[] jpeg(int width, int height) {
    return write("jpeg", image(width, height, BufferedImage.TYPE_INT_RGB), false);
  }

  static byte[] grayJpeg(int width, int height) {
    return write("jpeg", image(width, height, BufferedImage.TYPE_BYTE_GRAY), false);
  }

  static byte[] progressiveJpeg(int width, int height) {
    return write("jpeg", image(width, height, BufferedImage.TYPE_INT_RGB), true);
  }

  static byte[] png(int width, int height, boolean interlaced) {
    return write("png", image(width, height, BufferedImage.TYPE_INT_ARGB), interlaced);
  }

  static byte[] opaquePng(int imageType) {
    return write("png", image(WIDTH, HEIGHT, imageType), false);
  }

  static byte[] gif() {
    return write("gif", image(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_INDEXED), false);
  }

  static byte[] webp() {
    return decode(
        """
        UklGRkgAAABXRUJQVlA4IDwAAADwAQCdASoQAAwAAoBCJbACdAEPDBLm2QAA/vlSfGkNjS+cR1o6j+g7pXzwXLWABBfn/gVp
        L/ilLfWfkAA=
        """);
  }

  static byte[] webpWithAlpha() {
    return decode(
        """
        UklGRoYAAABXRUJQVlA4WAoAAAAQAAAADwAACwAAQUxQSCAAAAABDzD/ERFCTQAQjAYiiCKaqiI4N58MEf0PAEUj55a9H1ZQ
        OCBAAAAA8AEAnQEqEAAMAAKAQiWwAnQBFElvhhQAAP7r/h099SctULxgoI4EAjkT+xiiAKLklNsh+Y1/p6Zb/idhHMmwAA==
        """);
  }

  static byte[] losslessWebp() {
    return decode(
        """
        UklGRnQAAABXRUJQVlA4TGgAAAAvD8ACELkyRPQ/dhHR/1AwpG2r0kEIIYQQQgg5hBBCCOI3P4CzZhmEJOUQDiGEEEIIOYQQ
        QghBQFA0necCgoL/o5sAsJeGDmr6L2JlzIGmCHiSMn3PJQJWc6TduYmALab+uY0YkKefAw==
        """);
  }

  static byte[] avif() {
    return decode(
        """
        AAAAHGZ0eXBhdmlmAAAAAG1pZjFhdmlmbWlhZgAAANZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAA
        AAAAACJpbG9jAAAAAERAAAEAAQAAAAAA+gABAAAAAAAAAEMAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABhdjAxAAAA
        AA5waXRtAAAAAAABAAAAVmlwcnAAAAA4aXBjbwAAAAxhdjFDgQAMAAAAABRpc3BlAAAAAAAAABAAAAAMAAAAEHBpeGkAAAAA
        AwgICAAAABZpcG1hAAAAAAAAAAEAAQOBAgMAAABLbWRhdBIACgkYDP7aICGg0IAyNBrHh4XhzDDDAoRAAMli3RqjUMx9iEHu
        LU9O14+kYVCROI9diiTP9+ZH7fQ0h4EZ0IImKrA=
        """);
  }

  static byte[] avifWithAlpha() {
    return decode(
        """
        AAAAHGZ0eXBhdmlmAAAAAG1pZjFhdmlmbWlhZgAAAXBtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAA
        AAAAADRpbG9jAAAAAERAAAIAAQAAAAABlAABAAAAAAAAAEMAAgAAAAAB1wABAAAAAAAAAE4AAAA4aWluZgAAAAAAAgAAABVp
        bmZlAgAAAAABAABhdjAxAAAAABVpbmZlAgAAAAACAABhdjAxAAAAAA5waXRtAAAAAAABAAAAr2lwcnAAAACKaXBjbwAAAAxh
        djFDgQAMAAAAABRpc3BlAAAAAAAAABAAAAAMAAAAEHBpeGkAAAAAAwgICAAAAAxhdjFDgQAcAAAAAA5waXhpAAAAAAEIAAAA
        OGF1eEMAAAAAdXJuOm1wZWc6bXBlZ0I6Y2ljcDpzeXN0ZW1zOmF1eGlsaWFyeTphbHBoYQAAAAAdaXBtYQAAAAAAAAACAAED
        gQIDAAIEhAIFhgAAABppcmVmAAAAAAAAAA5hdXhsAAIAAQABAAAAmW1kYXQSAAoJGAz+2iAhoNCAMjQax4eF4cwwwwKEQADJ
        Yt0ao1DMfYhB7i1PTtePpGFQkTiPXYokz/fmR+30NIeBGdCCJiqwEgAKBRgM/thUMkMZgEEBAMA8r2K+TpQ3/zeAefROiwPY
        L9YF/DJQ2IM5xq9072Y1bCgbMqarJNeOlCTdyca4Khix2QdT8TGKT3taQim8
        """);
  }

  private static byte[] decode(String base64) {
    return Base64.getMimeDecoder().decode(base64);
  }

  private static BufferedImage image(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    Graphics2D graphics = image.createGraphics();
    graphics.setPaint(new GradientPaint(0, 0, Color.ORANGE, width, height, Color.BLUE));
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    return image;
  }

  private static byte[] write(String format, BufferedImage image, boolean progressive) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (progressive) {
        param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.write(null, new IIOImage(image, null, null), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** A GIF of several frames, as {@link ImageIO} writes sequences. */
  static byte[] animatedGif(int frames) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BufferedImage image = image(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_INDEXED);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < frames; i++) {
        writer.writeToSequence(new IIOImage(image, null, delay(writer, image)), null);
      }
      writer.endWriteSequence();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static IIOMetadata delay(ImageWriter writer, BufferedImage image) throws IOException {
    IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null);
    IIOMetadataNode root = new IIOMetadataNode(metadata.getNativeMetadataFormatName());
    IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("delayTime", "1");
    control.setAttribute("transparentColorIndex", "0");
    root.appendChild(control);
    metadata.mergeTree(metadata.getNativeMetadataFormatName(), root);
    return metadata;
  }
}
