package io.cameo.service.fallback.file;

import io.cameo.service.fallback.drawing.Pixels;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Writes a PNG with a palette. */
public final class PngFile {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private PngFile() {}

  public static byte[] of(Pixels pixels) {
    Bytes file = new Bytes();
    file.addAll(SIGNATURE);
    Bytes header = new Bytes();
    header.addInt(pixels.size());
    header.addInt(pixels.size());
    // Eight bits, palette, deflate, the five filters, not interlaced.
    header.addAll(new byte[] {8, 3, 0, 0, 0});
    chunk(file, "IHDR", header.toBytes());
    Bytes palette = new Bytes();
    for (int rgb : pixels.palette()) {
      palette.add(rgb >> 16);
      palette.addShort(rgb);
    }
    chunk(file, "PLTE", palette.toBytes());
    if (pixels.clear()) {
      chunk(file, "tRNS", new byte[] {0});
    }
    chunk(file, "IDAT", Deflate.zlib(rows(pixels), pixels.size() + 1));
    chunk(file, "IEND", new byte[0]);
    return file.toBytes();
  }

  /** Every row behind the number of its filter, which is none. */
  private static byte[] rows(Pixels pixels) {
    int size = pixels.size();
    byte[] rows = new byte[size * (size + 1)];
    for (int y = 0; y < size; y++) {
      System.arraycopy(pixels.index(), y * size, rows, y * (size + 1) + 1, size);
    }
    return rows;
  }

  private static void chunk(Bytes file, String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(content);
    file.addInt(content.length);
    file.addAll(name);
    file.addAll(content);
    file.addInt((int) crc.getValue());
  }
}
