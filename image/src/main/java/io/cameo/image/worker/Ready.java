package io.cameo.image.worker;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a worker says once, when it has warmed up and locked itself in.
 *
 * @param pid its own process id, as it sees it
 * @param version version of libvips, such as {@code 8.18.7}
 * @param warmUpMillis milliseconds of warming up
 * @param layers names of the sandbox's active layers, none when there is no sandbox
 */
record Ready(long pid, String version, int warmUpMillis, List<String> layers) {
  private static final int MAX_LAYERS = 16;
  private static final int MAX_NAME = 48;

  Ready {
    layers = List.copyOf(layers);
  }

  ByteBuffer encode() {
    ByteBuffer head = ByteBuffer.allocate(FrameHeader.MAX_HEAD);
    head.putLong(pid).putInt(warmUpMillis);
    Fields.putText(head, version, MAX_NAME);
    head.put((byte) Math.min(layers.size(), MAX_LAYERS));
    layers.stream().limit(MAX_LAYERS).forEach(name -> Fields.putText(head, name, MAX_NAME));
    head.flip();
    ByteBuffer frame = ByteBuffer.allocate(FrameHeader.BYTES + head.remaining());
    new FrameHeader(FrameHeader.READY, head.remaining(), 0, 0).write(frame);
    return frame.put(head).flip();
  }

  static Ready decode(ByteBuffer head) throws WireException {
    return Fields.whole(head, Ready::read);
  }

  private static Ready read(Fields in) throws WireException {
    long pid = in.positive();
    int warmUp = in.number(0, Integer.MAX_VALUE);
    String version = in.text(MAX_NAME);
    int count = in.octet(MAX_LAYERS);
    List<String> layers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      layers.add(in.text(MAX_NAME));
    }
    return new Ready(pid, version, warmUp, layers);
  }
}
