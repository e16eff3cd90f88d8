package io.cameo.image;

import io.cameo.image.vips.Drawn;
import io.cameo.image.vips.Encoder;
import io.cameo.image.vips.VipsImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Pictures that tempt a decoder to show memory that nobody has written: odd sizes, whose last
 * blocks are partly filled, animations, frames smaller than their canvas, and files whose pixels
 * end early.
 */
public final class OddPictures {

  private static final int[][] SIZES = {{1, 1}, {3, 5}, {17, 13}, {33, 7}, {7, 33}, {101, 67}};

  private OddPictures() {}

  /** The files by their names; not all of them are pictures that are taken. */
  public static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int[] size : SIZES) {
      sized(files, size[0] + "x" + size[1], size[0], size[1]);
    }
    BufferedImage seen = Painted.noisy(101, 67);
    try (VipsImage opaque = Painted.image(seen);
        VipsImage frames = Painted.image(Painted.noisy(51, 66))) {
      files.put("animated.gif", Drawn.animatedGif(frames, 22));
      files.put("animated.webp", Drawn.animatedWebp(frames, 22));
      files.put("corner.gif", smallerFrame(Encoder.gif(opaque)));
      byte[] progressive = Drawn.progressiveJpeg(opaque);
      files.put("first-scans.jpg", ended(progressive, 0.4));
      files.put("last-scan-missing.jpg", ended(progressive, 0.8));
      files.put("half.jpg", ended(Painted.jpeg(seen), 0.5));
      partial(files, "png", Encoder.png(opaque));
      partial(files, "interlaced.png", Drawn.interlacedPng(opaque));
      partial(files, "gif", Encoder.gif(opaque));
      partial(files, "webp", Encoder.webp(opaque, 80, 0));
      partial(files, "avif", Encoder.avif(opaque, 60, 0));
    }
    return files;
  }

  private static void sized(Map<String, byte[]> files, String name, int width, int height) {
    BufferedImage seen = Painted.noisy(width, height);
    files.put(name + ".jpg", Painted.jpeg(seen));
    try (VipsImage opaque = Painted.image(seen);
        VipsImage transparent = Painted.image(thin(seen))) {
      files.put(name + "-progressive.jpg", Drawn.progressiveJpeg(opaque));
      files.put(name + "-gray.jpg", Drawn.grayJpeg(opaque));
      files.put(name + ".png", Encoder.png(transparent));
      files.put(name + "-interlaced.png", Drawn.interlacedPng(transparent));
      files.put(name + ".gif", Encoder.gif(transparent));
      files.put(name + ".webp", Encoder.webp(transparent, 80, 0));
      files.put(name + ".avif", Encoder.avif(transparent, 60, 0));
    }
  }

  private static BufferedImage thin(BufferedImage seen) {
    BufferedImage out =
        new BufferedImage(seen.getWidth(), seen.getHeight(), BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = out.createGraphics();
    pen.drawImage(seen, 0, 0, null);
    pen.setComposite(java.awt.AlphaComposite.Src);
    pen.setColor(new Color(10, 20, 30, 90));
    pen.fillRect(0, 0, (seen.getWidth() + 1) / 2, seen.getHeight());
    pen.dispose();
    return out;
  }

  /** Zeros instead of the last bytes of pixels, and the bytes left out altogether. */
  private static void partial(Map<String, byte[]> files, String name, byte[] whole) {
    byte[] zeros = whole.clone();
    Arrays.fill(zeros, whole.length / 2, whole.length - 16, (byte) 0);
    files.put("zeros." + name, zeros);
    files.put("cut." + name, Arrays.copyOf(whole, whole.length * 3 / 4));
  }

  private static byte[] ended(byte[] jpeg, double kept) {
    int length = (int) (jpeg.length * kept);
    byte[] file = Arrays.copyOf(jpeg, length + 3);
    file[length] = 0;
    file[length + 1] = (byte) 0xff;
    file[length + 2] = (byte) 0xd9;
    return file;
  }

  /** The GIF on a canvas of which its only frame covers the upper left corner. */
  private static byte[] smallerFrame(byte[] gif) {
    byte[] file = gif.clone();
    file[6] = (byte) 150;
    file[8] = (byte) 140;
    return file;
  }
}
