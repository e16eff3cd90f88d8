package io.cameo.bench.contender;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** The picture that is delivered when our server is not there to make it. */
public final class SmallPicture {

  private SmallPicture() {}

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
