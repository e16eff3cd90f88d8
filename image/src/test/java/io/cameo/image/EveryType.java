package io.cameo.image;

import io.cameo.image.vips.Drawn;
import io.cameo.image.vips.Encoder;
import io.cameo.image.vips.VipsImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.Map;

/** A picture of our own in every type and coding that is taken. */
public final class EveryType {
  private EveryType() {}

  /** The files by their names, each 300 x 200. */
  public static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    BufferedImage seen = Painted.noisy(300, 200);
    files.put("painted.jpg", Painted.jpeg(seen));
    files.put("turned.jpg", Painted.jpegStoredAs(seen, 6));
    try (VipsImage opaque = Painted.image(seen);
        VipsImage transparent = Painted.image(seenThrough(seen))) {
      files.put("profile.jpg", Encoder.jpegWithProfile(opaque, "p3"));
      files.put("inks.jpg", Drawn.cmykJpeg(opaque, true));
      files.put("gray.jpg", Drawn.grayJpeg(opaque));
      files.put("progressive.jpg", Drawn.progressiveJpeg(opaque));
      files.put("painted.png", Encoder.png(opaque));
      files.put("transparent.png", Encoder.png(transparent));
      files.put("deep.png", Drawn.deepPng(opaque));
      files.put("interlaced.png", Drawn.interlacedPng(opaque));
      files.put("transparent.gif", Encoder.gif(transparent));
      files.put("painted.webp", Encoder.webp(opaque, 80, 0));
      files.put("transparent.webp", Encoder.webp(transparent, 80, 0));
      files.put("painted.avif", Encoder.avif(opaque, 60, 0));
      files.put("transparent.avif", Encoder.avif(transparent, 60, 0));
    }
    return files;
  }

  private static BufferedImage seenThrough(BufferedImage picture) {
    BufferedImage out =
        new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = out.createGraphics();
    pen.drawImage(picture, 0, 0, null);
    pen.setComposite(java.awt.AlphaComposite.Src);
    pen.setColor(new Color(10, 20, 30, 90));
    pen.fillOval(40, 40, 120, 120);
    pen.dispose();
    return out;
  }
}
