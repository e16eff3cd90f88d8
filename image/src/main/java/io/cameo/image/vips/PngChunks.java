package io.cameo.image.vips;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Takes the chunk {@code pHYs} out of a PNG that libvips wrote: libvips writes a resolution into
 * every PNG and cannot be asked not to, and a picture for screens has none.
 */
final class PngChunks {

  private static final int SIGNATURE = 8;

  /** Length, type and checksum, which frame a chunk's content. */
  private static final int FRAME = 12;

  private static final int PHYS = 0x70485973;
  private static final int IDAT = 0x49444154;

  private PngChunks() {}

  /** The same file without the chunk; the chunks stand before the pixels, so nothing else moves. */
  static byte[] withoutResolution(byte[] png) {
    ByteBuffer chunks = ByteBuffer.wrap(png);
    int at = SIGNATURE;
    while (at + FRAME <= png.length && chunks.getInt(at + 4) != IDAT) {
      int length = FRAME + chunks.getInt(at);
      if (chunks.getInt(at + 4) == PHYS) {
        ByteArrayOutputStream without = new ByteArrayOutputStream(png.length - length);
        without.write(png, 0, at);
        without.write(png, at + length, png.length - at - length);
        return without.toByteArray();
      }
      at += length;
    }
    return png;
  }
}
