package io.cameo.image.sniff;

import java.util.ArrayList;
import java.util.List;

/** An AVIF put together by hand, so that tests can make each part of it wrong. */
final class AvifFile {
  private String major = "avif";
  private String compatible = "avifmif1miaf";
  private final List<Item> items = new ArrayList<>();
  private byte[] references = {};
  private byte[] afterFtyp = {};
  private int primary = 1;
  private long missing;

  private record Item(String type, int width, int height, byte[] bytes) {}

  AvifFile brands(String major, String compatible) {
    this.major = major;
    this.compatible = compatible;
    return this;
  }

  /** An AV1 picture whose container and whose bitstream say the same size. */
  AvifFile picture(int width, int height) {
    return picture(width, height, width, height);
  }

  AvifFile picture(int width, int height, int codedWidth, int codedHeight) {
    return item("av01", width, height, sequenceHeader(codedWidth, codedHeight));
  }

  AvifFile item(String type, int width, int height, byte... bytes) {
    items.add(new Item(type, width, height, bytes));
    return this;
  }

  /** A grid of the next items, rows x columns. */
  AvifFile grid(int width, int height, int rows, int columns) {
    byte[] body = BytesOut.start().u8(0, 0, rows - 1, columns - 1).u16(width).u16(height).done();
    BytesOut tiles = BytesOut.start().u16(items.size() + 1).u16(rows * columns);
    for (int i = 0; i < rows * columns; i++) {
      tiles.u16(items.size() + 2 + i);
    }
    return item("grid", width, height, body).references("dimg", tiles.done());
  }

  AvifFile references(String role, byte... fields) {
    references = BytesOut.start().bytes(references).box(role, fields).done();
    return this;
  }

  AvifFile primary(int item) {
    this.primary = item;
    return this;
  }

  AvifFile afterFtyp(byte... boxes) {
    this.afterFtyp = boxes;
    return this;
  }

  /** Makes every item say that it has so many bytes more than it has. */
  AvifFile extentsTooLongBy(long bytes) {
    this.missing = bytes;
    return this;
  }

  byte[] done() {
    byte[] ftyp =
        BytesOut.start()
            .box("ftyp", BytesOut.start().text(major).u32(0).text(compatible).done())
            .done();
    int before = ftyp.length + afterFtyp.length;
    int metaLength = meta(0).length;
    BytesOut media = BytesOut.start();
    items.forEach(item -> media.bytes(item.bytes));
    return BytesOut.start()
        .bytes(ftyp)
        .bytes(afterFtyp)
        .bytes(meta(before + metaLength + 8))
        .box("mdat", media.done())
        .done();
  }

  private byte[] meta(int mediaAt) {
    BytesOut iloc = BytesOut.start().u32(0).u16(0x4400).u16(items.size());
    BytesOut iinf = BytesOut.start().u32(0).u16(items.size());
    BytesOut ipco = BytesOut.start().box("av1C", BytesOut.start().u8(0x81, 0, 0x0C, 0).done());
    BytesOut ipma = BytesOut.start().u32(1).u32(items.size());
    int at = mediaAt;
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      int id = i + 1;
      iloc.u16(id).u16(0).u16(1).u32(at).u32(item.bytes.length + missing);
      at += item.bytes.length;
      iinf.box("infe", BytesOut.start().u32(2 << 24).u16(id).u16(0).text(item.type).u8(0).done());
      ipco.box("ispe", BytesOut.start().u32(0).u32(item.width).u32(item.height).done());
      ipma.u16(id).u8(2).u16(1).u16(id + 1);
    }
    BytesOut meta =
        BytesOut.start()
            .u32(0)
            .box("hdlr", BytesOut.start().u32(0).u32(0).text("pict").zeros(13).done())
            .box("pitm", BytesOut.start().u32(0).u16(primary).done())
            .box("iloc", iloc.done())
            .box("iinf", iinf.done())
            .box("iprp", BytesOut.start().box("ipco", ipco.done()).box("ipma", ipma.done()).done());
    if (references.length > 0) {
      meta.box("iref", BytesOut.start().u32(0).bytes(references).done());
    }
    return BytesOut.start().box("meta", meta.done()).done();
  }

  /** The two units that start an AV1 still picture: a delimiter and a reduced sequence header. */
  static byte[] sequenceHeader(int width, int height) {
    StringBuilder bits = new StringBuilder();
    put(bits, 0, 3);
    put(bits, 1, 1);
    put(bits, 1, 1);
    put(bits, 0, 5);
    put(bits, 15, 4);
    put(bits, 15, 4);
    put(bits, width - 1, 16);
    put(bits, height - 1, 16);
    put(bits, 0, 8 - bits.length() % 8);
    byte[] header = new byte[bits.length() / 8];
    for (int i = 0; i < header.length; i++) {
      header[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
    }
    return BytesOut.start().u8(0x12, 0, 0x0A, header.length).bytes(header).done();
  }

  private static void put(StringBuilder bits, int value, int count) {
    for (int i = count - 1; i >= 0; i--) {
      bits.append(value >> i & 1);
    }
  }
}
