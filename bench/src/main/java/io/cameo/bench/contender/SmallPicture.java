package io.cameo.bench.contender;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** The picture that is delivered when our server is not there to make it. */
public final class SmallPicture {

  private SmallPicture() {}

  /** The photograph in its own size, as a progressive JPEG, which takes a decoder longest. */
  public static byte[] progressive(Photograph photograph) throws IOException {
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(photograph.jpeg()));
    if (picture == null) {
      throw new IOException("No JPEG: " + photograph.name());
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), how);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** A square JPEG of the photograph, squeezed: only its size in bytes matters. */
  public static byte[] of(Photograph photograph, int size) throws IOException {
    BufferedImage large = ImageIO.read(new ByteArrayInputStream(photograph.jpeg()));
    if (large == null) {
      throw new IOException("No JPEG: " + photograph.name());
    }
    BufferedImage small = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(large, 0, 0, size, size, null);
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(small, "jpeg", bytes);
    return bytes.toByteArray();
  }
}
