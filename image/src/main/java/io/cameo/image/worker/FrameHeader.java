package io.cameo.image.worker;

import java.nio.ByteBuffer;

/**
 * The fixed first bytes of every frame, in both directions.
 *
 * <p>On the wire, big-endian: magic (4), version (2), length of the head (2), id (8), length of the
 * payload (4). The head is a small structure read by its own codec; the payload is picture bytes.
 *
 * @param magic which kind of frame this is
 * @param headLength bytes of the head that follows
 * @param id number of the request; a reply repeats it, so that an answer to another question is
 *     never taken for this one
 * @param payloadLength bytes after the head
 */
record FrameHeader(int magic, int headLength, long id, int payloadLength) {
  static final int REQUEST = 0x43414D51;
  static final int REPLY = 0x43414D52;
  static final int READY = 0x43414D59;

  static final int BYTES = 20;

  /** Largest head of any frame; a reply with all 129 renditions takes 5,000 bytes at most. */
  static final int MAX_HEAD = 8192;

  private static final short VERSION = 1;

  void write(ByteBuffer out) {
    out.putInt(magic).putShort(VERSION).putShort((short) headLength).putLong(id);
    out.putInt(payloadLength);
  }

  /**
   * Reads a header of the wanted kind.
   *
   * @param in exactly {@link #BYTES} bytes
   * @param maxPayload largest payload that the caller has room for
   * @throws WireException when the kind or the version is another, or a length is out of its bounds
   */
  static FrameHeader read(ByteBuffer in, int wanted, int maxPayload) throws WireException {
    int magic = in.getInt();
    if (magic != wanted) {
      throw new WireException("not the frame that was expected");
    }
    short version = in.getShort();
    if (version != VERSION) {
      throw new WireException("another version of the protocol");
    }
    int head = Short.toUnsignedInt(in.getShort());
    long id = in.getLong();
    int payload = in.getInt();
    if (head > MAX_HEAD || payload < 0 || payload > maxPayload) {
      throw new WireException("a length beyond its limit");
    }
    return new FrameHeader(magic, head, id, payload);
  }
}
