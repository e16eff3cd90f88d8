package io.cameo.service.scan;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * A server on the loopback that speaks clamd's protocol and can do what a real one does only when
 * it is broken. It finds EICAR at any place, unless it is told to answer something else to streams
 * that hold the word {@code upload}.
 */
public final class ScriptedClamd implements AutoCloseable {

  /** A stream that is not one of the trial's. */
  public static final String UPLOAD = "upload";

  private static final Pattern EICAR =
      Pattern.compile(
          Pattern.quote(new String(Samples.eicar(), StandardCharsets.ISO_8859_1)), Pattern.DOTALL);

  private final ServerSocket server;
  private volatile String version = "ClamAV 1.4.6";
  private volatile String answer = "";
  private volatile long closeAfter = Long.MAX_VALUE;
  private final AtomicLong received = new AtomicLong();
  private final AtomicInteger pieces = new AtomicInteger();
  private final AtomicInteger abandoned = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();

  private ScriptedClamd(ServerSocket server) {
    this.server = server;
  }

  public static ScriptedClamd start() {
    try {
      ScriptedClamd clamd =
          new ScriptedClamd(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")));
      Thread.ofVirtual().start(clamd::accept);
      return clamd;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  ClamdAddress address() {
    return new ClamdAddress.Tcp("127.0.0.1", server.getLocalPort());
  }

  /** The settings of a service that scans with it. */
  public ScanSettings settings(long largest) {
    return TestScanners.settings(address(), largest);
  }

  void version(String words) {
    version = words;
  }

  /** The whole answer to an upload's stream; {@code <hang>} and {@code <close>} give none. */
  public void answer(String words) {
    answer = words;
  }

  /** Answers and closes as soon as this many bytes of an upload have come. */
  void closeAfter(long bytes) {
    closeAfter = bytes;
  }

  /** Bytes of uploads that have come so far. */
  public long received() {
    return received.get();
  }

  /** Pieces in which they came. */
  int pieces() {
    return pieces.get();
  }

  /** Streams of uploads that ended before their end. */
  int abandoned() {
    return abandoned.get();
  }

  int connections() {
    return connections.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        DataInputStream in = new DataInputStream(socket.getInputStream())) {
      String command = command(in);
      if (command.equals("zVERSION")) {
        say(socket, version + "\0");
      } else if (command.equals("zINSTREAM")) {
        stream(socket, in);
      }
    } catch (IOException gone) {
      // The other side has closed, which the counts show where it matters.
    }
  }

  private static String command(DataInputStream in) throws IOException {
    StringBuilder command = new StringBuilder();
    for (int next = in.readByte(); next != 0; next = in.readByte()) {
      command.append((char) next);
    }
    return command.toString();
  }

  private void stream(Socket socket, DataInputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    boolean upload = false;
    try {
      for (int length = in.readInt(); length != 0; length = in.readInt()) {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
          throw new EOFException();
        }
        if (head.size() < 1_000_000) {
          head.write(bytes);
        }
        upload |= text(head).contains(UPLOAD);
        if (upload) {
          pieces.incrementAndGet();
        }
        if (upload && received.addAndGet(length) >= closeAfter) {
          say(socket, answer);
          return;
        }
      }
    } catch (IOException endedEarly) {
      if (upload) {
        abandoned.incrementAndGet();
      }
      throw endedEarly;
    }
    if (upload && !answer.isEmpty()) {
      if (answer.equals("<hang>")) {
        in.read();
      } else if (!answer.equals("<close>")) {
        say(socket, answer);
      }
      return;
    }
    say(socket, EICAR.matcher(text(head)).find() ? "stream: Test FOUND\0" : "stream: OK\0");
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private static void say(Socket socket, String words) throws IOException {
    socket.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
