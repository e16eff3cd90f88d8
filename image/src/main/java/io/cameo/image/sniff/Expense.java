package io.cameo.image.sniff;

import io.cameo.image.ImageType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/**
 * Which pictures take a worker much longer than their size says, told from some bytes of their
 * beginning. Decides only who waits for whom: what a picture may cost at all is for {@link
 * Admission}.
 */
public final class Expense {
  /** Where a PNG says how its rows are ordered: behind the signature and 12 bytes of its header. */
  private static final int INTERLACING = 28;

  private static final int MARKER_BYTES = 4;

  private Expense() {}

  /**
   * Whether it is an AVIF picture, a progressive JPEG or an interlaced PNG. Reads a few bytes of
   * each segment and no more; the position stays.
   *
   * @throws IOException when it cannot be read
   */
  public static boolean isHigh(SeekableByteChannel picture) throws IOException {
    long start = picture.position();
    try {
      ByteBuffer head = read(picture, start, ContainerWalk.HEAD_BYTES);
      Optional<ImageType> type = ContainerWalk.typeOf(head);
      if (type.isEmpty()) {
        return false;
      }
      return switch (type.get()) {
        case AVIF -> true;
        case PNG -> head.limit() > INTERLACING && head.get(INTERLACING) != 0;
        case JPEG -> isProgressive(picture, start);
        case GIF, WEBP -> false;
      };
    } finally {
      picture.position(start);
    }
  }

  private static boolean isProgressive(SeekableByteChannel picture, long start) throws IOException {
    long at = start + 2;
    for (int i = 0; i < Limits.JPEG_SEGMENTS; i++) {
      ByteBuffer marker = read(picture, at, MARKER_BYTES);
      if (marker.limit() < MARKER_BYTES || marker.get(0) != (byte) 0xFF) {
        return false;
      }
      int code = marker.get(1) & 0xFF;
      if (code == JpegWalk.SOF2) {
        return true;
      }
      if (code == 0xFF) {
        at++; // a byte of filling
      } else if (code == JpegWalk.SOF0 || code == JpegWalk.SOF1 || code == JpegWalk.SOS) {
        return false;
      } else {
        at += 2 + (marker.getShort(2) & 0xFFFF);
      }
    }
    return false;
  }

  private static ByteBuffer read(SeekableByteChannel picture, long at, int bytes)
      throws IOException {
    picture.position(at);
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining() && picture.read(buffer) > 0) {}
    return buffer.flip();
  }
}
