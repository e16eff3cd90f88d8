package io.cameo.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;

/** Single requests: whether a server is up, and what it answers. */
public final class Http {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private Http() {}

  /** The loopback address with that port. */
  public static InetSocketAddress local(int port) {
    return new InetSocketAddress("127.0.0.1", port);
  }

  /** Asks for a path on a connection of its own. */
  public static Answer get(InetSocketAddress address, String path, Map<String, String> headers)
      throws IOException {
    try (HttpConnection connection = HttpConnection.open(address, PATIENCE)) {
      return connection.exchange(head("GET", path, headers), NOTHING);
    }
  }

  /** Whether a path is answered with 200 right now. */
  public static boolean answers(InetSocketAddress address, String path) {
    try {
      return get(address, path, Map.of()).status() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Request line and fields with the empty line. */
  public static String head(String method, String path, Map<String, String> headers) {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: localhost\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("\r\n").toString();
  }
}
