package io.cameo.image.sniff;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Puts test files together, field by field. */
final class BytesOut {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  BytesOut bytes(byte... bytes) {
    out.writeBytes(bytes);
    return this;
  }

  BytesOut text(String latin1) {
    return bytes(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  BytesOut u8(int... values) {
    for (int value : values) {
      out.write(value);
    }
    return this;
  }

  BytesOut u16(int value) {
    return u8(value >> 8, value);
  }

  BytesOut u32(long value) {
    return u16((int) (value >> 16)).u16((int) value);
  }

  BytesOut u16le(int value) {
    return u8(value, value >> 8);
  }

  BytesOut u24le(int value) {
    return u8(value, value >> 8, value >> 16);
  }

  BytesOut u32le(long value) {
    return u16le((int) value).u16le((int) (value >> 16));
  }

  BytesOut zeros(int count) {
    return bytes(new byte[count]);
  }

  /** A JPEG marker segment. */
  BytesOut segment(int marker, byte... content) {
    return u8(0xFF, marker).u16(content.length + 2).bytes(content);
  }

  /** A PNG chunk with its right CRC. */
  BytesOut chunk(String name, byte... content) {
    byte[] named = new BytesOut().text(name).bytes(content).done();
    CRC32 crc = new CRC32();
    crc.update(named);
    return u32(content.length).bytes(named).u32(crc.getValue());
  }

  /** A RIFF chunk with its padding. */
  BytesOut riffChunk(String name, byte... content) {
    return text(name).u32le(content.length).bytes(content).zeros(content.length & 1);
  }

  /** A box of the ISO base media file format. */
  BytesOut box(String type, byte... content) {
    return u32(8L + content.length).text(type).bytes(content);
  }

  byte[] done() {
    return out.toByteArray();
  }

  static BytesOut start() {
    return new BytesOut();
  }

  /** A WebP around these chunks. */
  static byte[] webp(byte[] chunks) {
    return start().text("RIFF").u32le(4L + chunks.length).text("WEBP").bytes(chunks).done();
  }

  /** A TIFF structure whose first directory says only this orientation. */
  static byte[] exif(boolean little, int orientation) {
    return little
        ? start().text("II*\0").u32le(8).u16le(1).bytes(entryLe(orientation)).zeros(4).done()
        : start().text("MM\0*").u32(8).u16(1).bytes(entry(orientation)).zeros(4).done();
  }

  private static byte[] entry(int orientation) {
    return start().u16(0x0112).u16(3).u32(1).u16(orientation).u16(0).done();
  }

  private static byte[] entryLe(int orientation) {
    return start().u16le(0x0112).u16le(3).u32le(1).u16le(orientation).u16le(0).done();
  }

  /** Two pieces of a file and what belongs between them. */
  static byte[] insert(byte[] file, int at, byte[] piece) {
    return ByteBuffer.allocate(file.length + piece.length)
        .put(file, 0, at)
        .put(piece)
        .put(file, at, file.length - at)
        .array();
  }
}
