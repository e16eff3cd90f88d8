package io.cameo.image.worker;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Fuzz target: any bytes as a frame of any kind, read by either side of the pipe. */
public final class FrameFuzz {

  private static final int MAX_PAYLOAD = 1 << 24;
  private static final int[] KINDS = {FrameHeader.REQUEST, FrameHeader.REPLY, FrameHeader.READY};

  private FrameFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    if (bytes.length < FrameHeader.BYTES) {
      return;
    }
    for (int kind : KINDS) {
      try {
        FrameHeader header = FrameHeader.read(ByteBuffer.wrap(bytes), kind, MAX_PAYLOAD);
        require(header.headLength() <= FrameHeader.MAX_HEAD, "a head beyond its limit");
        require(header.payloadLength() >= 0, "a payload of less than nothing");
        require(header.payloadLength() <= MAX_PAYLOAD, "a payload beyond its limit");
        head(kind, Arrays.copyOfRange(bytes, FrameHeader.BYTES, bytes.length));
      } catch (WireException refused) {
        // What a reader may say; everything else is a fault.
      }
    }
  }

  private static void head(int kind, byte[] head) throws WireException {
    switch (kind) {
      case FrameHeader.REQUEST -> {
        var recipe = RequestCodec.decode(ByteBuffer.wrap(head));
        ByteBuffer again = RequestCodec.encode(1, recipe, 1).position(FrameHeader.BYTES);
        require(again.equals(ByteBuffer.wrap(head)), "a request that says something else again");
      }
      case FrameHeader.REPLY -> {
        if (ReplyCodec.decode(ByteBuffer.wrap(head)) instanceof ReplyCodec.RenderedHead rendered) {
          require(rendered.payload() >= 0, "renditions of less than nothing");
          rendered.directory().forEach(entry -> require(entry.length() > 0, "an empty rendition"));
        }
      }
      default -> Ready.decode(ByteBuffer.wrap(head));
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
