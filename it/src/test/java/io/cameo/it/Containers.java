package io.cameo.it;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The tests' own walk through a delivered picture: the second tool beside the one inside Cameo.
 * Finds every part that is not needed to show the pixels.
 */
final class Containers {

  private static final Set<String> PNG =
      Set.of(
          "IHDR", "PLTE", "tRNS", "IDAT", "IEND", "sRGB", "pHYs", "sBIT", "bKGD", "gAMA", "cHRM");
  private static final Set<String> WEBP = Set.of("VP8 ", "VP8L", "VP8X", "ALPH");

  private Containers() {}

  /** Names of parts that carry more than pixels; empty for a clean picture. */
  static List<String> surplus(byte[] picture) {
    return switch (Pictures.typeOf(picture)) {
      case "image/jpeg" -> jpeg(picture);
      case "image/png" -> png(picture);
      case "image/webp" -> webp(picture);
      case "image/avif" -> avif(picture);
      default -> List.of("not a picture");
    };
  }

  private static List<String> jpeg(byte[] bytes) {
    List<String> surplus = new ArrayList<>();
    int at = 2;
    while (true) {
      int marker = bytes[at + 1] & 0xff;
      int length = ((bytes[at + 2] & 0xff) << 8) | (bytes[at + 3] & 0xff);
      boolean jfif =
          marker == 0xE0 && new String(bytes, at + 4, 4, StandardCharsets.US_ASCII).equals("JFIF");
      if (((marker & 0xF0) == 0xE0 && !jfif) || marker == 0xFE) {
        surplus.add("segment " + Integer.toHexString(marker));
      }
      if (marker == 0xDA) {
        at = afterScan(bytes, at + 2 + length);
        if ((bytes[at + 1] & 0xff) == 0xD9) {
          if (at + 2 != bytes.length) {
            surplus.add((bytes.length - at - 2) + " bytes behind the end");
          }
          return surplus;
        }
        continue;
      }
      at += 2 + length;
    }
  }

  /** The next marker that ends entropy-coded data: not a stuffed zero and not a restart. */
  private static int afterScan(byte[] bytes, int from) {
    int at = from;
    while (true) {
      int next = bytes[at + 1] & 0xff;
      if ((bytes[at] & 0xff) == 0xFF && next != 0 && !(next >= 0xD0 && next <= 0xD7)) {
        return at;
      }
      at++;
    }
  }

  private static List<String> png(byte[] bytes) {
    List<String> surplus = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 8, bytes.length - 8);
    String type = "";
    while (!type.equals("IEND")) {
      int length = buffer.getInt();
      type = word(buffer);
      if (!PNG.contains(type)) {
        surplus.add("chunk " + type);
      }
      buffer.position(buffer.position() + length + 4);
    }
    if (buffer.hasRemaining()) {
      surplus.add(buffer.remaining() + " bytes behind the end");
    }
    return surplus;
  }

  private static List<String> webp(byte[] bytes) {
    List<String> surplus = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int end = 8 + buffer.getInt(4);
    if (end != bytes.length) {
      surplus.add((bytes.length - end) + " bytes behind the end");
    }
    buffer.position(12);
    while (buffer.remaining() >= 8) {
      String type = word(buffer);
      int length = buffer.getInt();
      if (!WEBP.contains(type)) {
        surplus.add("chunk " + type);
      }
      buffer.position(Math.min(buffer.limit(), buffer.position() + length + (length & 1)));
    }
    return surplus;
  }

  /** Boxes of AVIF that can hold metadata are found by their four letters wherever they stand. */
  private static List<String> avif(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return java.util.stream.Stream.of("Exif", "mime", "uuid", "rICC", "prof")
        .filter(text::contains)
        .map(word -> "box " + word)
        .toList();
  }

  private static String word(ByteBuffer buffer) {
    byte[] four = new byte[4];
    buffer.get(four);
    return new String(four, StandardCharsets.ISO_8859_1);
  }
}
