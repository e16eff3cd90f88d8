package io.cameo.bench.contender;

import io.cameo.bench.load.Http;
import io.cameo.bench.load.UploadTarget;
import io.cameo.bench.running.ProcessTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/** A running server that takes avatars, with what it costs. */
public interface UploadServer extends UploadTarget, AutoCloseable {

  /** What tables call it. */
  String title();

  /** Its processes. */
  ProcessTree tree();

  /** Processor seconds of everything that works for it, its database too, so far. */
  default double cpuSeconds() {
    return tree().cpuSeconds();
  }

  /** Path of the 256-pixel JPEG of the upload that was answered last. */
  Optional<String> lastPicture();

  @Override
  void close();

  /**
   * Looks whether what was uploaded can be had again, so that no server is fast by doing nothing.
   *
   * @throws IllegalStateException when there is no JPEG of 256 pixels
   */
  default void verifyLastPicture() throws IOException {
    String path =
        lastPicture()
            .orElseThrow(() -> new IllegalStateException(title() + " has answered no upload."));
    Optional<String> fault = Jpegs.fault(Http.get(address(), path, Map.of()), 256);
    if (fault.isPresent()) {
      throw new IllegalStateException(title() + ": " + path + ": " + fault.get());
    }
  }

  /** The bytes in a direct buffer, from which sockets send without a copy. */
  static ByteBuffer direct(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer buffer = ByteBuffer.allocateDirect(length);
    for (byte[] part : parts) {
      buffer.put(part);
    }
    return buffer.flip().asReadOnlyBuffer();
  }
}
