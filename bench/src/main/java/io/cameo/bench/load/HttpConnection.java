package io.cameo.bench.load;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One kept-alive HTTP/1.1 connection that sends a prepared body straight from a direct buffer.
 *
 * <p>The client shares the machine with what it measures, so it copies nothing: 3.5 MB a request
 * through {@code java.net.http} cost several times the processor time.
 */
public final class HttpConnection implements Closeable {

  private static final int LONGEST_LINE = 16 * 1024;
  private static final int LARGEST_BODY = 32 * 1024 * 1024;

  private final SocketChannel channel;
  private final InputStream in;

  private HttpConnection(SocketChannel channel, InputStream in) {
    this.channel = channel;
    this.in = in;
  }

  /**
   * Connects.
   *
   * @param patience longest wait for the connection and for each piece of an answer
   */
  public static HttpConnection open(InetSocketAddress address, Duration patience)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      int millis = Math.toIntExact(patience.toMillis());
      channel.socket().connect(address, millis);
      channel.socket().setSoTimeout(millis);
      channel.socket().setTcpNoDelay(true);
      return new HttpConnection(
          channel, new BufferedInputStream(channel.socket().getInputStream()));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Sends one request and reads its answer.
   *
   * @param head request line and fields, each line ended by CR LF, with the empty line
   * @param body what follows; its position is left alone
   * @throws IOException also when the server closes without an answer; an answer that arrives
   *     before the body is sent whole is an answer
   */
  public Answer exchange(String head, ByteBuffer body) throws IOException {
    ByteBuffer[] request = {
      ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1)), body.duplicate()
    };
    try {
      while (request[0].hasRemaining() || request[1].hasRemaining()) {
        channel.write(request);
      }
    } catch (IOException refusedEarly) {
      try {
        return read(head);
      } catch (IOException e) {
        refusedEarly.addSuppressed(e);
        throw refusedEarly;
      }
    }
    return read(head);
  }

  private Answer read(String head) throws IOException {
    int status;
    Map<String, String> headers = new HashMap<>();
    do {
      String[] statusLine = line().split(" ", 3);
      if (statusLine.length < 2 || !statusLine[0].startsWith("HTTP/1.")) {
        throw new IOException("Not an HTTP/1 answer: " + String.join(" ", statusLine));
      }
      status = Integer.parseInt(statusLine[1]);
      headers.clear();
      for (String line = line(); !line.isEmpty(); line = line()) {
        int colon = line.indexOf(':');
        if (colon < 1) {
          throw new IOException("Not a header field: " + line);
        }
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    } while (status < 200);
    boolean empty = head.startsWith("HEAD ") || status == 204 || status == 304;
    return new Answer(status, Map.copyOf(headers), empty ? new byte[0] : body(headers));
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      return chunks();
    }
    String length = headers.get("content-length");
    return length == null ? in.readNBytes(LARGEST_BODY) : exactly(Integer.parseInt(length));
  }

  private byte[] chunks() throws IOException {
    byte[] all = new byte[0];
    while (true) {
      int size = Integer.parseInt(line().split(";", 2)[0].strip(), 16);
      byte[] chunk = exactly(size);
      String end = line();
      if (size == 0) {
        while (!end.isEmpty()) {
          end = line();
        }
        return all;
      }
      byte[] longer = new byte[Math.addExact(all.length, size)];
      System.arraycopy(all, 0, longer, 0, all.length);
      System.arraycopy(chunk, 0, longer, all.length, size);
      all = longer;
    }
  }

  private byte[] exactly(int length) throws IOException {
    if (length < 0 || length > LARGEST_BODY) {
      throw new IOException("An answer of " + length + " bytes is out of bounds.");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException(
          "The answer ends after %d of %d bytes.".formatted(bytes.length, length));
    }
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("The server closed the connection.");
      }
      if (line.length() > LONGEST_LINE) {
        throw new IOException("A line of the answer is too long.");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
