package io.cameo.image.sniff;

import io.cameo.image.ImageType;

/**
 * What a picture's container says about it.
 *
 * @param type what the bytes are
 * @param width pixels as stored, before orientation, 1 or more; for GIF the smallest rectangle that
 *     holds the canvas and every frame
 * @param height pixels as stored, before orientation, 1 or more
 * @param samples what one pixel is made of
 * @param coding how the pixels are written down
 * @param tags what the metadata says about showing the picture
 * @param trailingBytes bytes behind the end of the picture: never decoded, never kept
 */
public record PictureFacts(
    ImageType type,
    int width,
    int height,
    Samples samples,
    Coding coding,
    Tags tags,
    long trailingBytes) {

  /**
   * What one pixel is made of.
   *
   * @param channels 1 to 4 as the decoder gives them, alpha included; palettes count as colour
   * @param bitsPerChannel bits of one channel as stored: 1 to 16
   * @param alpha whether a pixel may let the background through
   */
  public record Samples(int channels, int bitsPerChannel, boolean alpha) {}

  /**
   * How the pixels are written down.
   *
   * @param frames pictures in the file, 1 or more; only the first is ever decoded
   * @param scans passes over the picture: scans of a JPEG, 7 for an interlaced PNG, 4 for an
   *     interlaced GIF, else 1
   * @param progressive whether the decoder must hold the whole picture before it can give the last
   *     row: progressive or multi-scan JPEG, interlaced PNG or GIF
   */
  public record Coding(int frames, int scans, boolean progressive) {}

  /**
   * What the metadata says about showing the picture.
   *
   * @param orientation the EXIF orientation, 1 to 8; 1 where there is none, where it is senseless,
   *     and always for AVIF, whose decoder turns the picture itself
   * @param iccProfile whether a colour profile is embedded
   */
  public record Tags(int orientation, boolean iccProfile) {}

  /** Pixels of one frame. */
  public long pixels() {
    return (long) width * height;
  }

  /** Width in pixels of the picture as the user sees it. */
  public int orientedWidth() {
    return tags.orientation() >= 5 ? height : width;
  }

  /** Height in pixels of the picture as the user sees it. */
  public int orientedHeight() {
    return tags.orientation() >= 5 ? width : height;
  }
}
