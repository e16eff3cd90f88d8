package io.cameo.image.vips;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Small files that other loaders of libvips would take, whatever their names say: each is whole and
 * harmless, and must not be opened.
 */
final class Decoys {
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int TIFF_HEADER = 8;

  private Decoys() {}

  /** The files by what they are. */
  static Map<String, byte[]> all() {
    return Map.of("text matrix", matrix(), "SVG", svg(), "TIFF", tiff(), "PDF", pdf());
  }

  /** Columns, rows, and the numbers themselves. */
  private static byte[] matrix() {
    return text("2 2\n1 2\n3 4\n");
  }

  private static byte[] svg() {
    return text(
        "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'>"
            + "<rect width='8' height='8'/></svg>");
  }

  /** One grey pixel. */
  private static byte[] tiff() {
    List<int[]> entries =
        List.of(
            new int[] {256, SHORT, 1}, // width
            new int[] {257, SHORT, 1}, // height
            new int[] {258, SHORT, 8}, // bits
            new int[] {259, SHORT, 1}, // not compressed
            new int[] {262, SHORT, 1}, // black is 0
            new int[] {273, LONG, 0}, // where the pixel is: set below
            new int[] {277, SHORT, 1}, // channels
            new int[] {278, SHORT, 1}, // rows of a strip
            new int[] {279, LONG, 1}); // bytes of the strip
    int pixel = TIFF_HEADER + 2 + 12 * entries.size() + 4;
    ByteBuffer out = ByteBuffer.allocate(pixel + 1).order(ByteOrder.LITTLE_ENDIAN);
    out.put(text("II")).putShort((short) 42).putInt(TIFF_HEADER);
    out.putShort((short) entries.size());
    for (int[] entry : entries) {
      out.putShort((short) entry[0]).putShort((short) entry[1]).putInt(1);
      out.putInt(entry[0] == 273 ? pixel : entry[2]);
    }
    return out.putInt(0).put((byte) 127).array();
  }

  private static byte[] pdf() {
    return text(
        "%PDF-1.1\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
            + "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
            + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 8 8]>>endobj\n"
            + "trailer<</Root 1 0 R>>\n%%EOF\n");
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
