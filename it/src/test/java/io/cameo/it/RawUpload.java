package io.cameo.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** One request over a bare socket, for what no well-behaved client does: stop in the middle. */
final class RawUpload implements AutoCloseable {

  private static final int READ_LIMIT_MILLIS = 30_000;

  private final Socket socket;
  private final OutputStream out;
  private final BufferedReader in;

  RawUpload(Program program) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), program.port());
      socket.setSoTimeout(READ_LIMIT_MILLIS);
      socket.setTcpNoDelay(true);
      out = socket.getOutputStream();
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Sends the head of an upload and nothing of its body. */
  RawUpload head(String path, String... headers) {
    StringBuilder head = new StringBuilder("PUT " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    for (int i = 0; i < headers.length; i += 2) {
      head.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
    }
    return bytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1), 0, -1);
  }

  /** Sends some of the bytes; {@code to} of -1 sends all from {@code from}. */
  RawUpload bytes(byte[] bytes, int from, int to) {
    try {
      out.write(bytes, from, (to < 0 ? bytes.length : to) - from);
      out.flush();
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /**
   * The head of an upload of this picture, and its first half once the program asks for it: from
   * then on the upload is admitted and its body is being read.
   */
  RawUpload half(String subject, byte[] picture) {
    head(
        "/v1/avatars/" + subject,
        "Authorization",
        "Bearer " + Program.ADMIN_KEY,
        "Content-Type",
        "image/jpeg",
        "Content-Length",
        "" + picture.length,
        "Expect",
        "100-continue");
    Head asked = next();
    if (asked.status() != 100) {
      throw new AssertionError("the program did not ask for the body, but said " + asked);
    }
    return bytes(picture, 0, picture.length / 2);
  }

  /** What {@link #half} left out. */
  RawUpload rest(byte[] picture) {
    return bytes(picture, picture.length / 2, -1);
  }

  /** The answer's status and its headers under lower-case names; its body is not read. */
  record Head(int status, Map<String, String> headers) {}

  Head answer() {
    Head head = next();
    return head.status() == 100 ? answer() : head;
  }

  private Head next() {
    try {
      String first = in.readLine();
      if (first == null) {
        throw new AssertionError("the connection was closed without an answer");
      }
      Map<String, String> headers = new TreeMap<>();
      String line;
      while ((line = in.readLine()) != null && !line.isEmpty()) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
            line.substring(colon + 1).strip());
      }
      return new Head(Integer.parseInt(first.split(" ")[1]), headers);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
