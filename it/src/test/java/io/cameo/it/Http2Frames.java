package io.cameo.it;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A connection of HTTP/2 in clear text, frame by frame (RFC 9113). */
final class Http2Frames implements AutoCloseable {

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;

  private static final int AUTHORITY = 1;
  private static final int METHOD = 2;
  private static final int PATH = 4;
  private static final int SCHEME = 6;

  private static final int READ_LIMIT_MILLIS = 30_000;

  private final Socket socket;
  private final DataInputStream in;

  /** One frame as it was received. */
  record Frame(int type, int flags, int stream, byte[] payload) {

    /** The error code of a reset or of a farewell. */
    int error() {
      return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
    }
  }

  /** Greets the program with these settings, as pairs of an id and a value. */
  Http2Frames(Program program, int... settings) {
    try {
      socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), program.port());
      socket.setSoTimeout(READ_LIMIT_MILLIS);
      socket.setTcpNoDelay(true);
      in = new DataInputStream(socket.getInputStream());
      socket
          .getOutputStream()
          .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    ByteBuffer pairs = ByteBuffer.allocate(settings.length / 2 * 6);
    for (int i = 0; i < settings.length; i += 2) {
      pairs.putShort((short) settings[i]).putInt(settings[i + 1]);
    }
    send(SETTINGS, 0, 0, pairs.array());
  }

  /** Whether it could still be sent. */
  boolean send(int type, int flags, int stream, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
    try {
      socket.getOutputStream().write(frame.array());
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  /** A block of headers, none of them compressed. */
  static byte[] block(String method, String path, String... more) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    known(block, METHOD, method);
    known(block, SCHEME, "http");
    known(block, PATH, path);
    known(block, AUTHORITY, "127.0.0.1");
    for (int i = 0; i < more.length; i += 2) {
      literal(block, more[i], more[i + 1]);
    }
    return block.toByteArray();
  }

  /** A header whose name stands in the table that everybody has (RFC 7541, appendix A). */
  private static void known(ByteArrayOutputStream block, int name, String value) {
    block.write(name);
    text(block, value);
  }

  /** A header that is not kept in the table, with its name and value in full (RFC 7541, 6.2.2). */
  private static void literal(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    text(block, name);
    text(block, value);
  }

  private static void text(ByteArrayOutputStream block, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    int length = bytes.length;
    if (length < 127) {
      block.write(length);
    } else {
      block.write(127);
      length -= 127;
      while (length >= 128) {
        block.write(length % 128 + 128);
        length /= 128;
      }
      block.write(length);
    }
    block.writeBytes(bytes);
  }

  /** The next frame; empty when the program has closed the connection. */
  Optional<Frame> next() {
    try {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt() & Integer.MAX_VALUE;
      return Optional.of(new Frame(type, flags, stream, in.readNBytes(length)));
    } catch (EOFException | SocketException closed) {
      return Optional.empty();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The next frame of this type. */
  Frame next(int type) {
    for (Optional<Frame> frame = next(); frame.isPresent(); frame = next()) {
      if (frame.get().type() == type) {
        return frame.get();
      }
    }
    throw new AssertionError("the connection ended before a frame of type " + type);
  }

  /** Reads until the program closes; the error code of its farewell, when it said one. */
  Optional<Integer> untilClosed() {
    Optional<Integer> farewell = Optional.empty();
    for (Optional<Frame> frame = next(); frame.isPresent(); frame = next()) {
      if (frame.get().type() == GOAWAY) {
        farewell = Optional.of(frame.get().error());
      }
    }
    return farewell;
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
