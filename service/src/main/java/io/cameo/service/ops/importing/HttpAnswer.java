package io.cameo.service.ops.importing;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One answer of HTTP/1.1 as it is read from a connection that is closed behind it. Everything but
 * the body is bounded here; the body by whoever reads it.
 */
final class HttpAnswer {

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: .*)?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,7})(?:[ \\t]*;.*)?");
  private static final int LONGEST_HEAD = 32 * 1024;
  private static final int MOST_PROVISIONAL = 5;

  private final int status;
  private final Map<String, String> headers;
  private final InputStream body;

  private HttpAnswer(int status, Map<String, String> headers, InputStream body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  int status() {
    return status;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Ends where the answer ends, or fails. */
  InputStream body() {
    return body;
  }

  /** Reads the head. */
  static HttpAnswer read(InputStream connection) throws IOException {
    BufferedInputStream in = new BufferedInputStream(connection, 16 * 1024);
    Head head = new Head(in);
    for (int i = 0; i <= MOST_PROVISIONAL; i++) {
      Matcher line = STATUS.matcher(head.line());
      if (!line.matches()) {
        throw new IOException("the server does not speak HTTP/1.1");
      }
      int status = Integer.parseInt(line.group(1));
      Map<String, String> headers = head.headers();
      if (status >= 200) {
        return new HttpAnswer(status, headers, body(in, headers));
      }
    }
    throw new IOException("the server answers provisionally for ever");
  }

  private static InputStream body(BufferedInputStream in, Map<String, String> headers)
      throws IOException {
    String coding = headers.get("transfer-encoding");
    if (coding != null) {
      if (!coding.equalsIgnoreCase("chunked")) {
        throw new IOException("the server sends in a transfer coding that was not asked for");
      }
      return new Chunked(in);
    }
    String length = headers.get("content-length");
    if (length == null) {
      return in;
    }
    if (!NUMBER.matcher(length).matches()) {
      throw new IOException("the server gives no well-formed length");
    }
    return new Exactly(in, Long.parseLong(length));
  }

  /** The lines before the body, together of limited length. */
  private static final class Head {
    private final InputStream in;
    private int left = LONGEST_HEAD;

    Head(InputStream in) {
      this.in = in;
    }

    String line() throws IOException {
      StringBuilder line = new StringBuilder();
      int c;
      while ((c = in.read()) != '\n') {
        if (c < 0) {
          throw new EOFException("the answer ends in its head");
        }
        if (--left < 0) {
          throw new IOException("the answer's head is too long");
        }
        line.append((char) c);
      }
      int end = line.length();
      return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }

    Map<String, String> headers() throws IOException {
      Map<String, String> headers = new HashMap<>();
      String line;
      while (!(line = line()).isEmpty()) {
        int colon = line.indexOf(':');
        if (colon <= 0) {
          throw new IOException("the answer's head is not well-formed");
        }
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        String value = line.substring(colon + 1).strip();
        String before = headers.putIfAbsent(name, value);
        boolean matters = name.equals("content-length") || name.equals("transfer-encoding");
        if (before != null && matters && !before.equals(value)) {
          throw new IOException("the answer gives two lengths");
        }
      }
      return headers;
    }
  }

  /** So many bytes, or a failure. */
  private static final class Exactly extends FilterInputStream {
    private long left;

    Exactly(InputStream in, long length) {
      super(in);
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = in.read(into, from, (int) Math.min(length, left));
      if (read < 0) {
        throw new EOFException("the answer ends before its length");
      }
      left -= read;
      return read;
    }
  }

  /** The chunks of a body up to the last one. */
  private static final class Chunked extends FilterInputStream {
    private final Head lines;
    private long left;
    private boolean begun;
    private boolean ended;

    Chunked(InputStream in) {
      super(in);
      this.lines = new Head(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (left == 0 && !ended) {
        next();
      }
      if (ended) {
        return -1;
      }
      int read = in.read(into, from, (int) Math.min(length, left));
      if (read < 0) {
        throw new EOFException("the answer ends in a chunk");
      }
      left -= read;
      return read;
    }

    private void next() throws IOException {
      lines.left = LONGEST_HEAD;
      if (begun && !lines.line().isEmpty()) {
        throw new IOException("a chunk is longer than it says");
      }
      begun = true;
      Matcher size = CHUNK.matcher(lines.line());
      if (!size.matches()) {
        throw new IOException("a chunk's length is not well-formed");
      }
      left = Long.parseLong(size.group(1), 16);
      ended = left == 0;
    }
  }
}
